package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.busd.benchmarks.Settings;
import org.busd.benchmarks.endtoend.Rounds.Load;
import org.busd.tools.FreePorts;

/** Processes that do little: one that has just started, one that sleeps, the command. */
final class StartGoals {
    private static final int BYTES = 200;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e6;
    private static final long IDLE_MILLIS = 60_000;
    private static final long STARTING_SECONDS = 60;
    private static final Path COMMAND = Path.of("bus-tools", "target", "bus", "bin", "bus");

    private final Site site;
    private final int rounds;
    private final int port;

    StartGoals(Site site, int rounds) throws IOException {
        this.site = site;
        this.rounds = rounds;
        this.port = FreePorts.row(3);
    }

    void measure(Goals goals) throws Exception {
        idle(goals);
        first(goals);
        if (Files.isExecutable(COMMAND)) {
            command(goals);
        }
    }

    /** Beside a JVM that does nothing at all, which costs something, too. */
    private void idle(Goals goals) throws Exception {
        try (Pair pair = site.pair(Kind.BUSD, new Load(1, BYTES, 0), List.of());
                Peer sleeper = start("sleep")) {
            sleeper.awaitReady();
            Run ignored = pair.run(1, 0);
            // What a young JVM still has to do.
            Thread.sleep(IDLE_MILLIS / 3);
            double[] beyond = new double[rounds];
            long idleMillis = IDLE_MILLIS / rounds;
            for (int round = 0; round < rounds; round++) {
                long before = beyond(pair, sleeper);
                Thread.sleep(idleMillis);
                beyond[round] = (beyond(pair, sleeper) - before) / MILLIS / idleMillis * 100;
            }
            goals.add(
                    "a publisher that has nothing to say, beyond a JVM that does nothing: at most 0.1 % of a core",
                    Spread.of(beyond), "%.2f %%", false, 0.1);
        }
    }

    private static long beyond(Pair pair, Peer sleeper) throws IOException {
        return Usage.threadNanos(pair.publisherPid()) - Usage.threadNanos(sleeper.pid());
    }

    private void first(Goals goals) throws Exception {
        double settle = new Settings().load().publish().settle().toMillis();
        double[] beyond = new double[rounds];
        try (Peer subscriber = start("subscribe")) {
            subscriber.awaitReady();
            for (int round = 0; round < rounds; round++) {
                subscriber.order("clear");
                String ignored = subscriber.answer();
                try (Peer first = start("first")) {
                    first.awaitReady();
                }
                subscriber.order("await 1");
                beyond[round] = Figures.parse(subscriber.answer()).get("tookP50") / MILLIS - settle;
            }
        }
        goals.add(
                "first publish of a JVM to its delivery, beyond settle: at most 150 ms",
                Spread.of(beyond),
                "%.0f ms",
                false,
                150);
    }

    private Peer start(String role) throws IOException {
        return Peer.start(site.directory(), role, Kind.BUSD.command(site.tools(), role, port, 1, BYTES, List.of()));
    }

    private void command(Goals goals) throws Exception {
        List<String> relay = List.of(
                "--set", "bus.relay.inbound=[\"tcp://127.0.0.1:" + (port + 1) + "\"]",
                "--set", "bus.relay.outbound=[\"tcp://127.0.0.1:" + (port + 2) + "\"]");
        Process running = bus(relay, List.of("relay"));
        try {
            double[] seconds = new double[rounds];
            // The first one waits for the relay, and makes the archive of classes.
            double ignored = publish(relay, "--wait", STARTING_SECONDS + "s");
            for (int round = 0; round < rounds; round++) {
                seconds[round] = publish(relay);
            }
            goals.add(
                    "bus publish through a relay, as a whole process: at most 0.25 s",
                    Spread.of(seconds),
                    "%.2f s",
                    false,
                    0.25);
        } finally {
            running.destroy();
            int ignored = running.waitFor();
        }
    }

    private double publish(List<String> relay, String... options) throws Exception {
        long start = System.nanoTime();
        List<String> words = new ArrayList<>(List.of("publish", "greeting", "hello"));
        words.addAll(List.of(options));
        Process publish = bus(relay, words);
        if (!publish.waitFor(STARTING_SECONDS, TimeUnit.SECONDS) || publish.exitValue() != 0) {
            publish.destroyForcibly();
            throw new IOException("bus publish failed; see " + site.directory().resolve("bus.err"));
        }
        return (System.nanoTime() - start) / NANOS;
    }

    private Process bus(List<String> relay, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
        command.addAll(words);
        command.addAll(relay);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(site.directory().resolve("bus.err").toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("BUS_"));
        builder.environment().put("BUSD_ARCHIVE", "make");
        return builder.start();
    }
}
