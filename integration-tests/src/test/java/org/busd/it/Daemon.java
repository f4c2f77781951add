package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A {@code bus} daemon with ports and a directory for temporary files of its own. */
final class Daemon {
    static final Duration LONG = Duration.ofMinutes(1);

    private static final int PORTS = 3;
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*");

    private final Site site;
    private final Kind kind;
    private final int port = FreePorts.range(PORTS);
    private final Path temporary = temporaryDirectory();
    private JavaProcess process;

    /** The daemons that there are, and what they say when they are ready. */
    enum Kind {
        RELAY("relaying "),
        GATEWAY("gathering "),
        HUB("running "),
        TRIGGER("waiting ");

        private final String ready;

        Kind(String ready) {
            this.ready = ready;
        }
    }

    /** One that goes with this JVM, if nothing is left in it. */
    static Path temporaryDirectory() throws IOException {
        Path directory = Files.createTempDirectory("busd-it-");
        directory.toFile().deleteOnExit();
        return directory;
    }

    /** One that is not started yet. */
    Daemon(Site site, Kind kind) throws IOException {
        this.site = site;
        this.kind = kind;
    }

    /** Where subscribers connect: a relay's outbound side, a gateway's endpoint. */
    String endpoint() {
        return "tcp://127.0.0.1:" + port;
    }

    /** A relay's inbound side. */
    String inbound() {
        return "tcp://127.0.0.1:" + (port + 1);
    }

    /** Starts it and waits until it says that it is ready. */
    Daemon start(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" 2>&1"));
        command.add(Site.COMMAND.toRealPath().toString());
        command.add(kind.name().toLowerCase(java.util.Locale.ROOT));
        command.add("--set=bus.relay.inbound=[\"" + inbound() + "\"]");
        command.add("--set=bus.relay.outbound=[\"" + endpoint() + "\"]");
        command.add("--set=bus.gateway.endpoint=" + endpoint());
        if (kind == Kind.TRIGGER && !String.join(" ", more).contains("--command")) {
            command.addAll(List.of("--command", "cat /dev/null"));
        }
        if (kind == Kind.HUB) {
            command.addAll(List.of("--classpath", "target/test-classes", "--consumer", IdleConsumer.class.getName()));
        }
        command.addAll(List.of(more));
        site.environment("JAVA_HOME", System.getProperty("java.home"))
                .environment("BUSD_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        process = site.start(kind.name().toLowerCase(java.util.Locale.ROOT), command);
        process.awaitLine("bus: " + kind.ready, LONG);
        return this;
    }

    JavaProcess process() {
        return process;
    }

    /** Sends it a signal and asserts the status that it ends with; returns how long that took. */
    Duration end(String signal, int status) throws IOException, InterruptedException {
        long start = System.nanoTime();
        process.signal(signal);
        assertThat(process.awaitExit(LONG)).as(process::tails).isEqualTo(status);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Asserts that its ports are free again, and that no file of it is left. */
    void assertNothingIsLeft() throws IOException {
        for (int used = port; used < port + PORTS; used++) {
            new ServerSocket(used, 1, InetAddress.getLoopbackAddress()).close();
        }
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).as("temporary files").isEmpty();
        }
    }

    /** How much of a core each of them uses while {@code wait} passes, in percent, without what its JVM compiles. */
    static double[] percentsOfACore(Duration wait, Daemon... daemons) throws IOException, InterruptedException {
        long[] before = cpuNanos(daemons);
        long start = System.nanoTime();
        Thread.sleep(wait.toMillis()); // What is measured is what happens meanwhile.
        long[] after = cpuNanos(daemons);
        double nanos = System.nanoTime() - start;
        return IntStream.range(0, daemons.length)
                .mapToDouble(n -> 100.0 * (after[n] - before[n]) / nanos)
                .toArray();
    }

    private static long[] cpuNanos(Daemon... daemons) throws IOException {
        long[] nanos = new long[daemons.length];
        for (int n = 0; n < daemons.length; n++) {
            nanos[n] = daemons[n].cpuNanos(name -> !COMPILER.matcher(name).matches());
        }
        return nanos;
    }

    /** The CPU time of its threads of this name. */
    Duration cpuTimeOf(String threadName) throws IOException {
        return Duration.ofNanos(cpuNanos(threadName::equals));
    }

    /** From the scheduler, in nanoseconds: a tick of {@code /proc/pid/stat} would be all that a sleeper uses in seconds. */
    private long cpuNanos(Predicate<String> counts) throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                if (counts.test(Files.readString(thread.resolve("comm")).strip())) {
                    sum += Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
                }
            }
        }
        return sum;
    }
}
