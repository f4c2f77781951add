package org.busd.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInfo;

/**
 * A bus of a test's own: a directory of drop-ins on free loopback ports, and the processes that are started with it as
 * their {@code BUS_CONFIG}. Everything is kept under {@code target/it/}; the processes are killed when it is closed.
 *
 * <p>{@code -Dbusd.it.set="publish.settle = 0ms"} sets {@code bus.publish.settle} for all processes of all sites: to see
 * what a test does when what it relies on is not there.
 */
final class Site implements AutoCloseable {
    /** The {@code bus} command as it is built. */
    static final Path COMMAND = Path.of("..", "bus-tools", "target", "bus", "bin", "bus");

    private static final int PORTS = 8;

    private final Path directory;
    private final Path dropIns;
    private final int firstPort = FreePorts.range(PORTS + 1);
    private final StringBuilder settings = new StringBuilder();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<JavaProcess> processes = new ArrayList<>();

    Site(TestInfo test) throws IOException {
        this(test, "");
    }

    /** One of several sites of a test. */
    Site(TestInfo test, String name) throws IOException {
        directory = Path.of(
                "target",
                "it",
                test.getTestClass().orElseThrow().getSimpleName() + "."
                        + test.getTestMethod().orElseThrow().getName(),
                name);
        dropIns = Files.createDirectories(directory.resolve("bus.d")).toAbsolutePath();
        deleteOldDropIns();
        // The comment stands for what people write into drop-ins.
        dropIn("10-endpoints.conf", """
                # F\u00fcr Pr\u00fcfungen \ud83d\ude00
                bus.endpoints {
                  local = ["tcp://127.0.0.1:%d-%d"]
                  relay = ["tcp://127.0.0.1:%d"]
                }
                """.formatted(firstPort, firstPort + PORTS - 1, firstPort + PORTS));
        String set = System.getProperty("busd.it.set", "");
        if (!set.isEmpty()) {
            dropIn("99-build.conf", "bus." + set + "\n");
        }
        environment.put("BUS_CONFIG", dropIns.toString());
    }

    private void deleteOldDropIns() throws IOException {
        try (var old = Files.list(dropIns)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    /** Writes a drop-in. */
    Path dropIn(String name, String text) throws IOException {
        return Files.writeString(dropIns.resolve(name), text);
    }

    /** Sets {@code bus.<key>} for all processes started from now on. */
    Site set(String key, String value) throws IOException {
        settings.append("bus.").append(key).append(" = ").append(value).append('\n');
        dropIn("20-test.conf", settings.toString());
        return this;
    }

    /**
     * Nobody's time is up before a subscriber has taken what it was sent: where the question is what is lost, rather than
     * how fast a busy host lets a subscriber read.
     */
    Site unhurried() throws IOException {
        return set("publish.patience", "20s").set("publish.linger", "20s");
    }

    /** Sets an environment variable of processes started from now on. */
    Site environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Gives processes started from now on one more JVM option. */
    Site jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    Path dropIns() {
        return dropIns;
    }

    /** Where publishers may bind. */
    List<String> endpoints() {
        List<String> all = new ArrayList<>();
        for (int port = firstPort; port < firstPort + PORTS; port++) {
            all.add("tcp://127.0.0.1:" + port);
        }
        return all;
    }

    /** Starts a program of this package. */
    synchronized JavaProcess start(Class<?> program, String... arguments) throws IOException {
        String name = nextName(program.getSimpleName());
        return added(JavaProcess.java(directory, name, jvmOptions, environment, program, arguments));
    }

    /** Starts any other command. */
    synchronized JavaProcess start(String name, List<String> command) throws IOException {
        return added(JavaProcess.command(directory, nextName(name), environment, command));
    }

    private String nextName(String program) {
        return program + "-" + (processes.size() + 1);
    }

    private JavaProcess added(JavaProcess process) {
        processes.add(process);
        return process;
    }

    /** Starts a {@link Subscriber} and waits until it has subscribed. */
    Listener listen(String... topics) throws IOException, InterruptedException {
        return new Listener(start(Subscriber.class, topics));
    }

    /** What the processes said last, for failures. */
    synchronized String tails() {
        return processes.stream().map(JavaProcess::tails).collect(Collectors.joining());
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
    }

    /** A file of ours as a path that other programs can read. */
    static Path resource(String name) {
        try {
            return Path.of(Site.class.getResource(name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
