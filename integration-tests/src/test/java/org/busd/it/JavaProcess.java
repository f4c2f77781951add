package org.busd.it;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process under test that is spoken with line by line: it says things on stdout, and may be told some on stdin. All it
 * says is kept in files, whose ends are shown when it does not do what is expected. Killed when closed.
 */
final class JavaProcess implements AutoCloseable {
    private static final int TAIL_LINES = 30;

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;
    private final Writer in;
    private final Thread reader;
    /** What it said and nobody has read yet; empty: its stdout has ended. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private JavaProcess(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
        this.in = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
        this.reader = new Thread(this::read, name + "-stdout");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code program}'s main on a JVM like ours, with our class path. */
    static JavaProcess java(
            Path directory,
            String name,
            List<String> jvmOptions,
            Map<String, String> environment,
            Class<?> program,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(jvmOptions);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command(directory, name, environment, command);
    }

    /** Starts any command; {@code directory} gets the files {@code name}.out and .err. */
    static JavaProcess command(Path directory, String name, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        // A build in the background of a script ignores SIGINT and SIGQUIT, and so would all that it starts.
        List<String> heeding = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
        heeding.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(heeding).redirectError(err.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("BUS_"));
        builder.environment().putAll(environment);
        return new JavaProcess(name, builder.start(), out, err);
    }

    private void read() {
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
                Writer copy = Files.newBufferedWriter(out)) {
            String line;
            while ((line = from.readLine()) != null) {
                copy.write(line + "\n");
                copy.flush();
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // Killed: what it said before is in the file.
            return;
        } finally {
            lines.add(Optional.empty());
        }
    }

    /** The next line that begins with {@code start}; those before it are passed over. */
    String awaitLine(String start, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failed("has not said \"" + start + "\" within " + wait.toSeconds() + " s");
            }
            if (line.isEmpty()) {
                lines.add(line);
                throw failed("has ended without saying \"" + start + "\"");
            }
            if (line.get().startsWith(start)) {
                return line.get();
            }
        }
    }

    /** Tells it {@code line} on stdin. */
    void tell(String line) {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    failed("cannot be told \"" + line + "\"").getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal such as {@code TERM}. */
    void signal(String signal) throws IOException, InterruptedException {
        // The shell's own kill: a bare Debian has no other.
        int status = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw failed("cannot be sent SIG" + signal);
        }
    }

    /** Its exit status, once all it said has been read. */
    int awaitExit(Duration wait) throws InterruptedException {
        if (!process.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failed("still runs after " + wait.toSeconds() + " s");
        }
        reader.join(wait.toMillis());
        return process.exitValue();
    }

    private AssertionError failed(String what) {
        return new AssertionError(name + " " + what + "\n" + tails());
    }

    /** The ends of what it said. */
    String tails() {
        return tail(out) + tail(err);
    }

    private static String tail(Path file) {
        try {
            List<String> all = Files.exists(file) ? Files.readAllLines(file) : List.of();
            List<String> last = all.subList(Math.max(0, all.size() - TAIL_LINES), all.size());
            return "--- " + file + " (" + all.size() + " lines)\n" + String.join("\n", last) + "\n";
        } catch (IOException e) {
            return "--- " + file + ": " + e + "\n";
        }
    }

    /** Kills it if it still runs, stopped or not. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
