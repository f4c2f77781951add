package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.busd.it.Daemon.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How daemons start, sleep and end; with {@code -Dbusd.it.cycles=100} and {@code -Dbusd.it.terms=50}, more often, and with
 * {@code -Dbusd.it.settling=180} asleep for so many seconds before it is measured what that costs.
 */
class DaemonsIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    /** What an end may take that has nothing to wait for, on a busy host. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final int CYCLES = Repetitions.number("busd.it.cycles", 10);
    private static final int TERMS = Repetitions.number("busd.it.terms", 10);
    private static final Duration SETTLING = Duration.ofSeconds(Repetitions.number("busd.it.settling", 4));
    private static final Duration ASLEEP = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void startingAndStoppingAgainAndAgainLeavesNothingBehind(Kind kind, TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test, kind.name())) {
            Daemon daemon = new Daemon(site, kind);
            for (int n = 0; n < CYCLES; n++) {
                daemon.start();
                List<ProcessHandle> family =
                        new ArrayList<>(ProcessHandle.of(daemon.process().pid())
                                .orElseThrow()
                                .descendants()
                                .toList());
                family.add(ProcessHandle.of(daemon.process().pid()).orElseThrow());
                daemon.end(n % 2 == 0 ? "TERM" : "INT", 0);
                assertThat(family).noneMatch(ProcessHandle::isAlive);
                daemon.assertNothingIsLeft();
            }
        }
        System.out.println(
                "  " + CYCLES + " cycles of " + kind + " in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"RELAY", "GATEWAY"})
    void sigtermAtAnyMomentUnderLoadEndsItWithZero(Kind kind, TestInfo test) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("  seed " + seed);
        try (Site site = new Site(test, kind.name())) {
            Daemon daemon = new Daemon(site, kind);
            site.set("shutdown-deadline", "5s").set("publish.patience", "0s");
            if (kind == Kind.RELAY) {
                site.set("publish.via", "relay").set("relay.inbound", "[\"" + daemon.inbound() + "\"]");
                site.set("publish.ready-timeout", "60s");
            }
            daemon.start();
            JavaProcess publisher = site.start(Endless.class, "200");
            Duration longest = Duration.ZERO;
            for (int n = 0; n < TERMS; n++) {
                if (n > 0) {
                    daemon.start();
                }
                Thread.sleep(random.nextInt(1500)); // The moment is what varies.
                Duration end = daemon.end(random.nextBoolean() ? "TERM" : "INT", 0);
                longest = end.compareTo(longest) > 0 ? end : longest;
                assertThat(publisher.isAlive()).as(publisher::tails).isTrue();
            }
            System.out.println(
                    "  " + TERMS + " ends of " + kind + " under load, the longest " + longest.toMillis() + " ms");
            assertThat(longest).isLessThan(Duration.ofSeconds(5).plus(SOON));
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            Daemon daemon = hanging(site, "1h");
            // Two of a kind may become one.
            daemon.process().signal("TERM");
            daemon.process().signal("INT");
            daemon.process().awaitLine("bus: a second signal: ending at once", LONG);
            assertThat(daemon.process().awaitExit(SOON)).isIn(143, 130);
        }
    }

    @Test
    void workThatNeverReturnsHoldsTheEndNoLongerThanItsDeadlineAndIsNamed(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            Daemon daemon = hanging(site, "500ms");
            List<ProcessHandle> children = ProcessHandle.of(daemon.process().pid())
                    .orElseThrow()
                    .descendants()
                    .toList();
            assertThat(children).isNotEmpty();
            assertThat(daemon.end("TERM", 0)).isLessThan(Duration.ofMillis(500).plus(SOON));
            assertThat(daemon.process().tails()).contains("the time is up").contains("sleep 1000");
            for (ProcessHandle child : children) {
                // To be reaped by somebody else, once its parent has gone; it must not take longer than that.
                assertThat(hasEnded(child)).as("process %s", child.pid()).isTrue();
            }
        }
    }

    @Test
    void aHookThatNeverReturnsHoldsTheEndNoLongerThanItsDeadline(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            Daemon hub = new Daemon(site, Kind.HUB)
                    .start("--consumer", HookedConsumer.class.getName(), "--set=bus.shutdown-deadline=500ms");
            assertThat(hub.end("TERM", 0)).isLessThan(Duration.ofMillis(500).plus(SOON));
        }
    }

    /** Nobody waits for some processes once their parents have gone: what only waits for that has ended. */
    private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (process.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) == 'Z') {
                    return true;
                }
            } catch (IOException gone) {
                return true;
            }
            Thread.sleep(20);
        }
        return !process.isAlive();
    }

    /** A trigger whose command does not come back. */
    private static Daemon hanging(Site site, String deadline) throws Exception {
        Path began = Daemon.temporaryDirectory().resolve("began");
        began.toFile().deleteOnExit();
        Daemon daemon = new Daemon(site, Kind.TRIGGER)
                .start(
                        "--shell",
                        "--command",
                        "touch '" + began + "'; sleep 1000",
                        "--set=bus.shutdown-deadline=" + deadline);
        site.start(Publisher.class, "hanging", "1", "1", "end");
        long start = System.nanoTime();
        while (!Files.exists(began)) {
            assertThat(System.nanoTime() - start).as(site::tails).isLessThan(LONG.toNanos());
            Thread.sleep(20);
        }
        return daemon;
    }

    @Test
    void aStoppedSubscriberBehindAGatewayHoldsUpNeitherTheOthersNorTheEnd(TestInfo test) throws Exception {
        try (Site site = new Site(test);
                Site behind = new Site(test, "behind")) {
            site.set("gateway.high-water-mark", "1000");
            Daemon gateway = new Daemon(site, Kind.GATEWAY);
            gateway.start();
            JavaProcess publisher = site.start(Endless.class, "1000");
            behind.set("endpoints.local", "[\"" + gateway.endpoint() + "\"]");
            Listener stopped = behind.listen();
            Listener listener = behind.listen();
            assertThat(stopped.reach(1, LONG).get("received")).isPositive();
            stopped.process().signal("STOP");
            long before = listener.reach(0, LONG).get("received");
            assertThat(listener.reach(before + 20_000, LONG).get("received"))
                    .as(site::tails)
                    .isGreaterThanOrEqualTo(before + 20_000);
            assertThat(gateway.end("TERM", 0))
                    .as(site::tails)
                    .isLessThan(Duration.ofSeconds(1).plus(SOON));
            assertThat(publisher.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a path", "the abstract namespace"})
    void systemdIsToldHowItIs(String where, TestInfo test) throws Exception {
        String python = PythonInterpreter.any();
        Path directory = Daemon.temporaryDirectory();
        String address = (where.equals("a path") ? "" : "@") + directory.resolve("notify");
        try (Site site = new Site(test, where.replace(' ', '-'))) {
            JavaProcess systemd = site.start(
                    "systemd",
                    List.of(python, "-u", Site.resource("notify_socket.py").toString(), address));
            systemd.awaitLine("ready", LONG);
            site.environment("NOTIFY_SOCKET", address).environment("WATCHDOG_USEC", "400000");
            Daemon daemon = new Daemon(site, Kind.RELAY).start();
            assertThat(next(systemd, false)).matches("[0-9]+ READY=1");
            assertThat(next(systemd, true)).matches("[0-9]+ WATCHDOG=1");
            assertThat(next(systemd, true)).matches("[0-9]+ WATCHDOG=1");
            daemon.process().signal("HUP");
            String[] reloading = next(systemd, false).split("[ =]");
            assertThat(reloading).hasSize(5).contains("RELOADING", "MONOTONIC_USEC");
            // Said before it was heard, on the same clock, and not long before.
            assertThat(Long.parseLong(reloading[0]) - Long.parseLong(reloading[4]))
                    .isBetween(0L, 10_000_000L);
            assertThat(next(systemd, false)).matches("[0-9]+ READY=1");
            daemon.end("TERM", 0);
            assertThat(next(systemd, false)).matches("[0-9]+ STOPPING=1");
            assertThat(daemon.process().tails()).doesNotContain("WARNING");
            daemon.assertNothingIsLeft();
        }
    }

    /** The next that is, or is not, of the watchdog. */
    private static String next(JavaProcess systemd, boolean watchdog) throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        String line;
        do {
            // Others may come for ever.
            line = systemd.awaitLine("", Duration.ofNanos(deadline - System.nanoTime()));
        } while (line.contains("WATCHDOG") != watchdog);
        return line;
    }

    @Test
    void asleepItUsesNextToNothing(TestInfo test) throws IOException, InterruptedException {
        try (Site site = new Site(test)) {
            Daemon relay = new Daemon(site, Kind.RELAY).start();
            site.set("endpoints.local", "[\"" + relay.endpoint() + "\"]")
                    .set("endpoints.relay", "[\"" + relay.endpoint() + "\"]");
            Daemon served = new Daemon(site, Kind.GATEWAY).start();
            Daemon hub = new Daemon(site, Kind.HUB).start();
            site.set("endpoints.local", "[\"tcp://127.0.0.1:" + FreePorts.range(16) + "\"]");
            Daemon unserved = new Daemon(site, Kind.GATEWAY).start();
            Daemon.percentsOfACore(SETTLING);
            double[] percents = Daemon.percentsOfACore(ASLEEP, relay, served, hub, unserved);
            System.out.printf(
                    "  of a core: relay %.3f %%, gateway %.3f %%, hub %.3f %%, gateway with one unserved endpoint %.3f %%%n",
                    percents[0], percents[1], percents[2], percents[3]);
            // What holds on a quiet host is a fifth of a percent, and a tenth for each unserved endpoint; beside other
            // tests the
            // same work takes longer, and little of it is compiled yet.
            assertThat(Arrays.stream(percents, 0, 3).max().orElseThrow()).isLessThan(1.0);
            assertThat(percents[3]).isLessThan(2.5);
        }
    }
}
