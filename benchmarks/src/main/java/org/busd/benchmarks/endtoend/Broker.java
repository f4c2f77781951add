package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A server between publishers and subscribers, as it is by default but for its port. */
final class Broker implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 100;
    private static final Path DEBIANS_RABBIT = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final Process process;
    /** Ends what has left its tree of processes. */
    private final Runnable end;

    private Broker(Process process, Runnable end) {
        this.process = process;
        this.end = end;
    }

    static Broker nats(Path directory, int port) throws IOException, InterruptedException {
        return start(
                "nats-server",
                directory,
                port,
                List.of(program("nats-server"), "-a", "127.0.0.1", "-p", Integer.toString(port)),
                Map.of(),
                () -> {});
    }

    static Broker rabbit(Path directory, int port) throws IOException, InterruptedException {
        return start(
                "rabbitmq-server",
                directory,
                port,
                // Debian's wrapper in the path would become another user, who may not write here.
                List.of(Files.isExecutable(DEBIANS_RABBIT) ? DEBIANS_RABBIT.toString() : program("rabbitmq-server")),
                Map.of(
                        "ERL_EPMD_PORT", Integer.toString(port + 2),
                        "RABBITMQ_NODENAME", "bench" + port + "@localhost",
                        "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                        "RABBITMQ_NODE_PORT", Integer.toString(port),
                        "RABBITMQ_DIST_PORT", Integer.toString(port + 1),
                        "RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString(),
                        "RABBITMQ_LOG_BASE", directory.resolve("log").toString(),
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                                directory.resolve("plugins").toString(),
                        "HOME", directory.toString()),
                () -> endEpmd(port + 2));
    }

    /** Erlang's port mapper stays behind as a daemon. */
    private static void endEpmd(int port) {
        try {
            int ignored = new ProcessBuilder("epmd", "-port", Integer.toString(port), "-kill")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String program(String name) {
        return Tools.which(name).orElseThrow().toString();
    }

    private static Broker start(
            String name, Path directory, int port, List<String> command, Map<String, String> environment, Runnable end)
            throws IOException, InterruptedException {
        Path log = Files.createDirectories(directory).resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Broker broker = new Broker(builder.start(), end);
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!answers(port)) {
            if (!broker.process.isAlive() || deadline - System.nanoTime() < 0) {
                broker.close();
                throw new IOException(name + " does not start; see " + log);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return broker;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The CPU time that it and what it has started have used so far. */
    long cpuNanos() throws IOException {
        long sum = Usage.cpuNanos(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            sum += Usage.cpuNanos(child.pid());
        }
        return sum;
    }

    /** The resident memory of it and what it has started. */
    long residentBytes() throws IOException {
        long sum = Usage.residentBytes(Long.toString(process.pid()));
        for (ProcessHandle child : process.descendants().toList()) {
            sum += Usage.residentBytes(Long.toString(child.pid()));
        }
        return sum;
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.forEach(ProcessHandle::destroy);
        process.onExit().join();
        end.run();
    }
}
