package org.busd.tools;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Further {@code bus} processes, started as this one was. {@link #close} ends those that still run: SIGTERM, then
 * SIGKILL. For one thread; what it tells of comes on threads of its own.
 */
final class ChildProcesses implements AutoCloseable {

    private final List<Process> processes = new ArrayList<>();
    private final Duration patience;

    /** @param patience how long a process may take to end after SIGTERM */
    ChildProcesses(Duration patience) {
        this.patience = patience;
    }

    /**
     * Starts {@code bus} with these arguments and without the {@code BUS_} settings of this environment. Its standard
     * error is this process's.
     *
     * @param onLine hears each line of its standard output
     * @param onEnd hears that the output has ended, with its last line, "" if there was none
     */
    Process start(List<String> arguments, Consumer<String> onLine, Consumer<String> onEnd) throws IOException {
        List<String> command = new ArrayList<>();
        String launcher = System.getProperty("busd.launcher");
        if (launcher != null) {
            command.add(launcher);
        } else {
            command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
            command.add("-cp");
            command.add(System.getProperty("java.class.path"));
            command.add(Main.class.getName());
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("BUS_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        processes.add(process);
        Thread reader = new Thread(() -> read(process, onLine, onEnd), "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
        return process;
    }

    private static void read(Process process, Consumer<String> onLine, Consumer<String> onEnd) {
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            @Nullable String line = lines.readLine();
            while (line != null) {
                last = line;
                onLine.accept(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            // The process was ended: so is its output.
        }
        onEnd.accept(last);
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = Thread.interrupted();
        for (Process process : processes) {
            try {
                if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                interrupted = true;
                process.destroyForcibly();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
