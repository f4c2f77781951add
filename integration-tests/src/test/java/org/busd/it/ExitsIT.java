package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** SIGTERM to a publisher: what returned is heard, and the end does not wait for who does not listen. */
class SigtermIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int TERMINATED = 143;

    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Duration LINGER = Duration.ofSeconds(1);
    /** For the JVM's own way out. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    @Repeated
    void whatReturnedBeforeTheSignalIsHeard(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Publisher.class, "0", "8", "500", "park");
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            Duration end = terminate(publisher);
            Report heard = listener.await(said.get("returned"), LONG);

            new Tally(said.get("published"), said.get("returned"), heard.get("received")).print(test, start);
            print(end);
            assertThat(heard)
                    .as(site::tails)
                    .isEqualTo(Report.parse("received 4000 repeated 0 disordered 0 missing 0 senders 8"));
            assertThat(end).as(site::tails).isLessThan(SETTLE.plus(LINGER).plus(GRACE));
        }
    }

    @Repeated
    void whatReturnedIsHeardWhenTheSignalComesInTheMidstOfPublishing(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            // Full queues on both sides, and a subscriber on a busy host: it shall not be a question of the linger.
            Duration linger = Duration.ofSeconds(10);
            site.set("publish.linger", "10s");
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Endless.class, "100");
            assertThat(listener.reach(20_000, LONG).get("received")).isGreaterThanOrEqualTo(20_000);
            Duration end = terminate(publisher);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            Report heard = listener.await(said.get("returned"), LONG);

            new Tally(said.get("returned"), said.get("returned"), heard.get("received")).print(test, start);
            print(end);
            assertThat(heard)
                    .as(site::tails)
                    .isEqualTo(Report.parse(
                            "received " + said.get("returned") + " repeated 0 disordered 0 missing 0 senders 1"));
            assertThat(end).as(site::tails).isLessThan(SETTLE.plus(linger).plus(GRACE));
        }
    }

    @Repeated
    void aStoppedSubscriberDoesNotHoldUpTheEnd(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Endless.class, "1000");
            publisher.awaitLine("running", LONG);
            assertThat(listener.reach(1, LONG).get("received")).isPositive();
            listener.process().signal("STOP");
            publisher.awaitLine("full", LONG);
            endsInTime(test, start, site, publisher);
        }
    }

    @Repeated
    void withoutAnySubscriberTheEndComesInTime(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            JavaProcess publisher = site.start(Endless.class, "1000");
            publisher.awaitLine("running", LONG);
            endsInTime(test, start, site, publisher);
        }
    }

    private static void endsInTime(TestInfo test, long start, Site site, JavaProcess publisher)
            throws IOException, InterruptedException {
        Duration end = terminate(publisher);
        Report said = Report.parse(publisher.awaitLine("returned ", LONG));

        new Tally(said.get("returned"), said.get("returned"), 0).print(test, start);
        print(end);
        assertThat(end).as(site::tails).isLessThan(SETTLE.plus(LINGER).plus(GRACE));
    }

    private static void print(Duration end) {
        System.out.println("  ended " + end.toMillis() + " ms after SIGTERM");
    }

    /** How long it then took to end. */
    private static Duration terminate(JavaProcess publisher) throws IOException, InterruptedException {
        long start = System.nanoTime();
        publisher.signal("TERM");
        assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isEqualTo(TERMINATED);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
