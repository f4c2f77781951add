package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** However a publisher ends: what returned is heard, and the end does not wait for who does not listen. */
class ExitsIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Duration LINGER = Duration.ofSeconds(1);
    /** For the JVM's own way out: 50 to 250 ms on an idle host; twice the second that is promised, for a busy one. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    @Repeated
    void whatReturnedBeforeSigtermIsHeard(TestInfo test) throws Exception {
        whatReturnedIsHeard(test, "TERM", 143);
    }

    @Repeated
    void whatReturnedBeforeSigintIsHeard(TestInfo test) throws Exception {
        whatReturnedIsHeard(test, "INT", 130);
    }

    private static void whatReturnedIsHeard(TestInfo test, String signal, int status) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Publisher.class, "0", "8", "500", "park");
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            end(publisher, signal, status);
            Report heard = listener.await(said.get("returned"), LONG);

            new Tally(said.get("published"), said.get("returned"), heard.get("received")).print(test, start);
            assertThat(heard)
                    .as(site::tails)
                    .isEqualTo(Report.parse("received 4000 repeated 0 disordered 0 missing 0 senders 8"));
        }
    }

    @Repeated
    void whatReturnedIsHeardWhenSigtermComesInTheMidstOfPublishing(TestInfo test) throws Exception {
        inTheMidst(test, "TERM", 143);
    }

    @Repeated
    void whatReturnedIsHeardWhenSigintComesInTheMidstOfPublishing(TestInfo test) throws Exception {
        inTheMidst(test, "INT", 130);
    }

    private static void inTheMidst(TestInfo test, String signal, int status) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Endless.class, "100");
            assertThat(listener.reach(20_000, LONG).get("received")).isGreaterThanOrEqualTo(20_000);
            end(publisher, signal, status);
            isHeard(test, start, site, listener, publisher, 1);
        }
    }

    @Repeated
    void whatReturnedIsHeardWhenAPublishingThreadCallsExit(TestInfo test) throws Exception {
        ending(test, "exit", 7);
    }

    @Repeated
    void whatReturnedIsHeardWhenMainReturnsWhileDaemonThreadsPublish(TestInfo test) throws Exception {
        ending(test, "return", 0);
    }

    private static void ending(TestInfo test, String how, int status) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Ending.class, how);
            assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isEqualTo(status);
            isHeard(test, start, site, listener, publisher, 4);
        }
    }

    /** All that returned, once, in order, and nothing else. */
    private static void isHeard(
            TestInfo test, long start, Site site, Listener listener, JavaProcess publisher, int senders)
            throws InterruptedException {
        Report said = Report.parse(publisher.awaitLine("returned ", LONG));
        Report heard = listener.await(said.get("returned"), LONG);

        new Tally(said.get("returned"), said.get("returned"), heard.get("received")).print(test, start);
        assertThat(heard)
                .as(site::tails)
                .isEqualTo(Report.parse(
                        "received " + said.get("returned") + " repeated 0 disordered 0 missing 0 senders " + senders));
    }

    @Repeated
    void whatReturnedIsHeardWhenTheProgramRunsOutOfMemory(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Ending.class, "memory");
            assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isEqualTo(1);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            Report heard = listener.await(said.get("returned"), LONG);

            new Tally(said.get("returned") + said.get("refused"), said.get("returned"), heard.get("received"))
                    .print(test, start);
            assertThat(said.get("returned") + said.get("refused")).isEqualTo(80_000);
            assertThat(heard.get("received"))
                    .as(site::tails)
                    .isBetween(said.get("returned"), said.get("returned") + said.get("refused"));
            assertThat(heard.get("repeated")).as(site::tails).isZero();
            assertThat(heard.get("disordered")).as(site::tails).isZero();
        }
    }

    @Repeated
    void aStoppedSubscriberDoesNotHoldUpTheEnd(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Endless.class, "1000");
            assertThat(listener.reach(1, LONG).get("received")).isPositive();
            listener.process().signal("STOP");
            publisher.awaitLine("full", LONG);
            endsInTime(test, start, site, publisher, LINGER);
        }
    }

    @Repeated
    void aSubscriberThatNeverReadsDoesNotHoldUpTheEnd(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            JavaProcess deaf = site.start(Deaf.class);
            deaf.awaitLine("ready", LONG);
            JavaProcess publisher = site.start(Endless.class, "1000");
            deaf.awaitLine("hears", LONG);
            publisher.awaitLine("full", LONG);
            endsInTime(test, start, site, publisher, LINGER);
        }
    }

    @Repeated
    void withoutAnySubscriberTheEndComesInTime(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            JavaProcess publisher = site.start(Endless.class, "1000");
            publisher.awaitLine("running", LONG);
            endsInTime(test, start, site, publisher, SETTLE.plus(LINGER));
        }
    }

    private static void endsInTime(TestInfo test, long start, Site site, JavaProcess publisher, Duration bound)
            throws IOException, InterruptedException {
        Duration end = end(publisher, "TERM", 143);
        Report said = Report.parse(publisher.awaitLine("returned ", LONG));

        new Tally(said.get("returned"), said.get("returned"), 0).print(test, start);
        assertThat(end).as(site::tails).isLessThan(bound.plus(GRACE));
    }

    /** How long it then took to end. */
    private static Duration end(JavaProcess publisher, String signal, int status)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        publisher.signal(signal);
        assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isEqualTo(status);
        Duration end = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("  ended " + end.toMillis() + " ms after SIG" + signal);
        return end;
    }
}
