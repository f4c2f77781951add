package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/** Publishing through {@code bus relay}, whatever becomes of it. */
class RelayIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** How long it takes at most until messages pass again once a relay is back. */
    private static final Duration RECOVERY = Duration.ofSeconds(2);

    private static final Duration READY_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofSeconds(1);
    /** For a busy host. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final int THREADS = 8;
    private static final int MESSAGES = 500;
    private static final int MANY_THREADS = 200;

    /** Publishers go to these relays, subscribers listen to all of them. */
    private static Site relayed(Site site, RelayDaemon... relays) throws IOException {
        site.set("publish.via", "relay").set("relay.inbound", list(relays, RelayDaemon::inbound));
        return site.set("endpoints.relay", list(relays, RelayDaemon::outbound));
    }

    private static String list(RelayDaemon[] relays, Function<RelayDaemon, String> side) {
        return Stream.of(relays).map(side).collect(Collectors.joining("\", \"", "[\"", "\"]"));
    }

    private static Report all(long count, int senders) {
        return Report.parse("received " + count + " repeated 0 disordered 0 missing 0 senders " + senders);
    }

    private static Report phase(JavaProcess publisher, String topic, int messages) throws InterruptedException {
        publisher.tell(topic + " " + messages);
        return Report.parse(publisher.awaitLine("tried ", LONG));
    }

    @Repeated
    void severalProcessesAreHeardInFullAndInOrder(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            RelayDaemon relay = new RelayDaemon(site);
            // A busy host may take its time to bring the listener there; first messages are FirstMessageIT's business.
            relayed(site, relay).set("publish.settle", "2s");
            Listener listener = site.listen();
            relay.start();
            Publishers publishers = new Publishers(site, 2, THREADS, MESSAGES, LONG).awaitEnd();
            long expected = 2L * THREADS * MESSAGES;
            Report heard = listener.await(expected, LONG);

            new Tally(publishers.published(), publishers.returned(), heard.get("received")).print(test, start);
            assertThat(heard).as(site::tails).isEqualTo(all(expected, 2 * THREADS));
        }
    }

    @Repeated
    void messagesPassAgainSoonAfterARelayThatWasKilledUnderLoadIsBack(TestInfo test) throws Exception {
        isBack(test, "KILL", 137);
    }

    @Repeated
    void messagesPassAgainSoonAfterARelayThatWasStoppedUnderLoadIsBack(TestInfo test) throws Exception {
        isBack(test, "TERM", 0);
    }

    private static void isBack(TestInfo test, String signal, int status) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            RelayDaemon relay = new RelayDaemon(site);
            relayed(site, relay);
            Listener listener = site.listen();
            relay.start();
            JavaProcess publisher = site.start(Phases.class, Integer.toString(THREADS));
            publisher.tell("meanwhile 0");
            assertThat(listener.reach("meanwhile", 2_000, LONG).get("received")).isGreaterThanOrEqualTo(2_000);

            relay.end(signal, status);
            long before = listener.await("meanwhile", 0, LONG).get("received");
            relay.start();
            long ready = System.nanoTime();
            assertThat(listener.reach("meanwhile", before + 1, LONG).get("received"))
                    .isGreaterThan(before);
            Duration recovery = Duration.ofNanos(System.nanoTime() - ready);

            // Told to go on elsewhere; what it had queued is heard or lost before that.
            Report meanwhile = phase(publisher, "pause", 0);
            Report heardMeanwhile = listener.await("meanwhile", meanwhile.get("returned"), Duration.ofSeconds(1));
            Report paused = phase(publisher, "after", MESSAGES);
            Report after = Report.parse(publisher.awaitLine("tried ", LONG));
            Report heard = listener.await("after", after.get("returned"), LONG);

            new Tally(after.get("tried"), after.get("returned"), heard.get("received")).print(test, start);
            System.out.println("  passed again " + recovery.toMillis() + " ms after it was back; under load and during"
                    + " the outage: returned " + meanwhile.get("returned") + ", " + heardMeanwhile + "; then "
                    + paused.get("returned"));
            assertThat(recovery).as(site::tails).isLessThan(RECOVERY.plus(GRACE));
            assertThat(meanwhile.get("returned")).isEqualTo(meanwhile.get("tried"));
            assertThat(heardMeanwhile.get("repeated")).as(site::tails).isZero();
            assertThat(heardMeanwhile.get("disordered")).as(site::tails).isZero();
            assertThat(after.get("returned")).isEqualTo((long) THREADS * MESSAGES);
            assertThat(heard).as(site::tails).isEqualTo(all((long) THREADS * MESSAGES, THREADS));
        }
    }

    @Repeated
    void withoutARelayNobodyWaitsTwiceAndOneThatComesLateIsUsed(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            RelayDaemon relay = new RelayDaemon(site);
            relayed(site, relay);
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Phases.class, Integer.toString(MANY_THREADS));
            publisher.tell("early 3");
            String refused = publisher.awaitLine("refused ", LONG);
            Report early = Report.parse(publisher.awaitLine("tried ", LONG));
            relay.start();
            long ready = System.nanoTime();
            while (phase(publisher, "probe", 1).get("returned") < MANY_THREADS) {
                assertThat(System.nanoTime() - ready).as(site::tails).isLessThan(LONG.toNanos());
            }
            Duration recovery = Duration.ofNanos(System.nanoTime() - ready);
            while (listener.reach("probe", 1, Duration.ofMillis(200)).get("received") == 0) {
                assertThat(System.nanoTime() - ready).as(site::tails).isLessThan(LONG.toNanos());
                assertThat(phase(publisher, "probe", 1).get("returned")).isPositive();
            }
            Report late = phase(publisher, "late", 20);
            Report heard = listener.await("late", late.get("returned"), LONG);

            new Tally(late.get("tried"), late.get("returned"), heard.get("received")).print(test, start);
            System.out.println(
                    "  without a relay: " + early + "; used " + recovery.toMillis() + " ms after it was there");
            assertThat(recovery).isLessThan(RECOVERY.plus(GRACE));
            assertThat(refused).contains("no relay answers at", relay.inbound());
            assertThat(early.get("returned")).isZero();
            assertThat(early.get("ms")).isLessThan(READY_TIMEOUT.plus(GRACE).toMillis());
            assertThat(early.get("longest")).as("ms of a second publish").isLessThan(READY_TIMEOUT.toMillis() / 2);
            assertThat(late.get("returned")).isEqualTo(20L * MANY_THREADS);
            assertThat(heard).as(site::tails).isEqualTo(all(20L * MANY_THREADS, MANY_THREADS));
        }
    }

    @Repeated
    void aRelayThatIsGoneForGoodCostsOnePause(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            site.set("publish.high-water-mark", "1000");
            RelayDaemon relay = new RelayDaemon(site);
            relayed(site, relay).start(Subscriber.class);
            relay.start();
            JavaProcess publisher = site.start(Phases.class, Integer.toString(MANY_THREADS));
            assertThat(phase(publisher, "first", 1).get("returned")).isEqualTo(MANY_THREADS);
            relay.end("KILL", 137);
            Report gone = phase(publisher, "gone", 200);
            publisher.tell("end");
            long ending = System.nanoTime();
            assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isZero();
            Duration end = Duration.ofNanos(System.nanoTime() - ending);

            new Tally(gone.get("tried"), gone.get("returned"), 0).print(test, start);
            System.out.println("  " + gone + "; then ended within " + end.toMillis() + " ms");
            assertThat(gone.get("returned")).isEqualTo(200L * MANY_THREADS);
            assertThat(gone.get("dropEpisodes")).isEqualTo(1);
            assertThat(gone.get("ms")).isLessThan(PATIENCE.plus(GRACE).toMillis());
            assertThat(end).isLessThan(LINGER.plus(GRACE));
        }
    }

    @Repeated
    void whoListensToOneOfTwoRelaysMissesNothingWhenTheOtherIsKilled(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            RelayDaemon first = new RelayDaemon(site);
            RelayDaemon second = new RelayDaemon(site);
            relayed(site, second);
            Listener listener = site.listen();
            relayed(site, first, second);
            Listener ofBoth = site.listen();
            second.start();
            first.start();
            JavaProcess publisher = site.start(Phases.class, Integer.toString(THREADS));
            // Its first messages are held until both have answered.
            publisher.tell("numbered 0");
            assertThat(ofBoth.reach("numbered", 4_000, LONG).get("received")).isGreaterThanOrEqualTo(4_000);
            first.end("KILL", 137);
            long before = listener.reach("numbered", 0, LONG).get("received");
            assertThat(listener.reach("numbered", before + 2_000, LONG).get("received"))
                    .isGreaterThanOrEqualTo(before + 2_000);
            Report said = phase(publisher, "last", 0);
            Report heard = listener.await("numbered", said.get("returned"), LONG);

            new Tally(said.get("tried"), said.get("returned"), heard.get("received")).print(test, start);
            System.out.println("  who listens to both heard " + ofBoth.await("numbered", 0, LONG));
            assertThat(heard.get("senders")).isEqualTo(THREADS);
            assertThat(heard.get("repeated")).as(site::tails).isZero();
            assertThat(heard.get("disordered")).as(site::tails).isZero();
            assertThat(heard.get("missing")).as(site::tails).isZero();
        }
    }

    @Repeated
    void aStoppedSubscriberHoldsUpNeitherTheOthersNorTheEnd(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            site.set("publish.high-water-mark", "1000");
            RelayDaemon relay = new RelayDaemon(site);
            relayed(site, relay);
            Listener stopped = site.listen();
            Listener listener = site.listen();
            relay.start();
            JavaProcess publisher = site.start(Endless.class, "1000");
            assertThat(stopped.reach(1, LONG).get("received")).isPositive();
            stopped.process().signal("STOP");
            long before = listener.reach(0, LONG).get("received");
            Report heard = listener.reach(before + 50_000, LONG);
            Duration end = relay.end("TERM", 0);
            publisher.signal("TERM");
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));

            new Tally(said.get("returned"), said.get("returned"), heard.get("received")).print(test, start);
            assertThat(heard.get("received")).as(site::tails).isGreaterThanOrEqualTo(before + 50_000);
            assertThat(end).as(site::tails).isLessThan(LINGER.plus(GRACE));
        }
    }

    @Repeated
    void sigintEndsItWithZero(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            RelayDaemon relay = new RelayDaemon(site);
            relay.start();

            assertThat(relay.end("INT", 0)).isLessThan(LINGER.plus(GRACE));
        }
    }
}
