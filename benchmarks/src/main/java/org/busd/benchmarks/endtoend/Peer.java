package org.busd.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that takes orders on its standard input and answers each by a line. For one thread. */
final class Peer implements AutoCloseable {
    private static final long ENDING_SECONDS = 15;

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    private Peer(String name, Process process) {
        this.name = name;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.orders = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
    }

    /** Starts one; what it complains of goes to {@code directory}. */
    static Peer start(Path directory, String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(directory.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("BUS_"));
        return new Peer(name, builder.start());
    }

    /** Waits until it is ready; what a JVM says before is passed over. */
    void awaitReady() throws IOException {
        String line = answer();
        while (!line.equals("ready")) {
            line = answer();
        }
    }

    void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " has ended; see its .err file");
        }
        return line;
    }

    long pid() {
        return process.pid();
    }

    /** Lets it end: its standard input ends. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (IOException e) {
            process.destroyForcibly().onExit().join();
        } catch (InterruptedException e) {
            process.destroyForcibly().onExit().join();
            Thread.currentThread().interrupt();
        }
    }
}
