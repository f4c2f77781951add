package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestInfo;

/**
 * What a subscriber that is slow, stuck or dying costs the publisher and a healthy subscriber, by
 * {@code bus.publish.overflow}; everything else as it is by default. Prints the figures of docs/guarantees.md.
 */
class OverflowIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long PATIENCE_MILLIS = 1_000;
    /** For a busy host. */
    private static final long SLACK_MILLIS = 2_000;

    private static final int THREADS = 2;
    private static final int RATE = 30_000;

    /** A twentieth of a core, in µs a second. */
    private static final long NEARLY_IDLE = 50_000;

    /** One policy at work, and what happens to whom. */
    private static final class Trial implements AutoCloseable {
        private final String policy;
        private final Site site;
        private final JavaProcess healthy;
        private final JavaProcess other;
        private final JavaProcess load;
        private final long start = System.nanoTime();
        /** Of all phases. */
        private long longest;

        private long heldBackMillis;
        private long dropEpisodes;
        private long refused;
        private long lostBefore;

        Trial(TestInfo test, String policy) throws Exception {
            this.policy = policy;
            site = new Site(test).set("publish.overflow", policy).set("subscribe.high-water-mark", "1000");
            healthy = site.start(Reader.class);
            other = site.start(Reader.class);
            healthy.awaitLine("ready", LONG);
            other.awaitLine("ready", LONG);
            load = site.start(Load.class, Integer.toString(THREADS), Integer.toString(RATE));
            load.awaitLine("ready true", LONG);
            // Until the code is compiled and connections are warm.
            last(1_000);
            phase("both healthy", 1_000);
        }

        private Report ask(JavaProcess process, String what, String answer) throws InterruptedException {
            process.tell(what);
            return Report.parse(process.awaitLine(answer, LONG));
        }

        private Report other(String what) throws InterruptedException {
            return ask(other, what, "received ");
        }

        private Report healthy(String what) throws InterruptedException {
            return ask(healthy, what, "received ");
        }

        /** Lets so much time pass, and forgets what was measured. */
        private void last(long millis) throws InterruptedException {
            pass(millis);
            Report ignored = ask(load, "report", "returned ");
            lostBefore = healthy("report").get("missing");
        }

        private static void pass(long millis) throws InterruptedException {
            boolean ignored = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        }

        /** Lets so much time pass, and says what it brought. */
        Phase phase(String name, long millis) throws InterruptedException {
            pass(millis);
            Report said = ask(load, "report", "returned ");
            Report heard = healthy("report");
            Phase phase = new Phase(said, heard.get("missing") - lostBefore, heard.get("gap"));
            lostBefore = heard.get("missing");
            longest = Math.max(longest, said.get("longest"));
            heldBackMillis += said.get("heldBackMs");
            dropEpisodes += said.get("dropEpisodes");
            refused += said.get("refused");
            System.out.printf(
                    Locale.ROOT,
                    "  %-5s %-14s publisher: %6d/s, longest call %5d ms, refused %5d, held back %3d times %5d ms, drop"
                            + " episodes %d, CPU %5.1f %%; healthy: lost %6d, longest gap %5d ms%n",
                    policy,
                    name,
                    said.get("returned") * 1000 / said.get("ms"),
                    said.get("longest"),
                    said.get("refused"),
                    said.get("heldBack"),
                    said.get("heldBackMs"),
                    said.get("dropEpisodes"),
                    said.get("cpu") / 10_000.0,
                    phase.lost,
                    phase.gap);
            return phase;
        }

        /** The other one slow, then stuck, then back, then killed. */
        Phase run(TestInfo test) throws Exception {
            Report ignored = other("rate 16000");
            phase("slow 16000/s", 2_000);
            ignored = other("rate 1200");
            phase("slow 1200/s", 3_000);
            ignored = other("rate 0");
            phase("slow no more", 500);
            other.signal("STOP");
            phase("stopped", 1_500);
            if (policy.equals("block") || policy.equals("fail")) {
                awaitStandstill();
            }
            Phase stuck = phase("still stopped", 1_500);
            other.signal("CONT");
            phase("back again", 1_000);
            back = other("report");
            System.out.println("  " + policy + " the other one: " + back);
            other.signal("KILL");
            phase("killed", 1_000);
            end(test);
            return stuck;
        }

        /** Until all queues are full, and nothing is accepted any more. */
        private void awaitStandstill() throws InterruptedException {
            long deadline = System.nanoTime() + LONG.toNanos();
            do {
                assertThat(deadline - System.nanoTime()).as(site::tails).isPositive();
                pass(200);
            } while (ask(load, "report", "returned ").get("returned") > 0);
        }

        /** What the other one had before it was killed. */
        private Report back = Report.parse("");

        private Report heard = Report.parse("");
        private long accepted;

        private void end(TestInfo test) throws InterruptedException {
            accepted = ask(load, "end", "returned ").get("all");
            // With drop some are lost, and waited for in vain.
            heard = healthy("await " + accepted + " " + (policy.equals("drop") ? 1_000 : 5_000));
            new Tally(accepted + refused, accepted, heard.get("received")).print(test, start);
            assertThat(heard.get("repeated")).as(site::tails).isZero();
            assertThat(heard.get("disordered")).as(site::tails).isZero();
        }

        void assertHealthyLostNothing() {
            assertThat(heard.get("missing")).as(site::tails).isZero();
            assertThat(heard.get("received")).as(site::tails).isEqualTo(accepted);
        }

        void assertWhoCameBackLostNothing() {
            assertThat(back.get("received")).isPositive();
            assertThat(back.get("missing")).as(site::tails).isZero();
        }

        @Override
        public void close() {
            site.close();
        }
    }

    private record Phase(Report publisher, long lost, long gap) {
        long get(String name) {
            return publisher.get(name);
        }
    }

    @Repeated
    void withPaceEachEpisodeCostsThePatienceAndTheHealthyLoseNothing(TestInfo test) throws Exception {
        try (Trial trial = new Trial(test, "pace")) {
            Phase stuck = trial.run(test);

            assertThat(trial.longest).isLessThan(PATIENCE_MILLIS + SLACK_MILLIS);
            assertThat(trial.dropEpisodes).isPositive();
            assertThat(trial.heldBackMillis).isGreaterThanOrEqualTo(trial.dropEpisodes * PATIENCE_MILLIS - 100);
            assertThat(trial.refused).isZero();
            assertThat(stuck.get("heldBackMs")).as("once out of patience").isLessThan(PATIENCE_MILLIS + SLACK_MILLIS);
            assertThat(stuck.get("returned")).isPositive();
            trial.assertHealthyLostNothing();
        }
    }

    @Repeated
    void withDropNobodyWaits(TestInfo test) throws Exception {
        try (Trial trial = new Trial(test, "drop")) {
            Phase stuck = trial.run(test);

            assertThat(trial.longest).isLessThan(SLACK_MILLIS);
            assertThat(trial.dropEpisodes).isPositive();
            assertThat(trial.refused).isZero();
            assertThat(stuck.get("heldBackMs")).isZero();
            assertThat(stuck.get("returned")).isPositive();
            assertThat(trial.back.get("missing")).as("who was full").isPositive();
        }
    }

    @Repeated
    void withBlockNobodyLosesAndAllWaitAsleep(TestInfo test) throws Exception {
        try (Trial trial = new Trial(test, "block")) {
            Phase stuck = trial.run(test);

            assertThat(stuck.get("returned")).isZero();
            assertThat(stuck.get("cpu")).as("µs a second while it waits").isLessThan(NEARLY_IDLE);
            assertThat(trial.longest).isGreaterThan(PATIENCE_MILLIS);
            assertThat(trial.dropEpisodes).isZero();
            assertThat(trial.refused).isZero();
            trial.assertHealthyLostNothing();
            trial.assertWhoCameBackLostNothing();
        }
    }

    @Repeated
    void withFailPublishThrowsAndWhatWasAcceptedIsDelivered(TestInfo test) throws Exception {
        try (Trial trial = new Trial(test, "fail")) {
            Phase stuck = trial.run(test);

            assertThat(stuck.get("returned")).isZero();
            assertThat(stuck.get("refused")).isPositive();
            assertThat(trial.longest).isLessThan(SLACK_MILLIS);
            assertThat(trial.dropEpisodes).isZero();
            trial.assertHealthyLostNothing();
            trial.assertWhoCameBackLostNothing();
        }
    }
}
