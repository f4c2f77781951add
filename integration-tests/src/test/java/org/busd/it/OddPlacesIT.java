package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** Where one would not expect a publish, and where it could wait for itself: all that returned is heard. */
class OddPlacesIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Repeated
    void initialisersCleanersHandlersToJsonAndAnotherShutdownHook(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(OddPlaces.class);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            assertThat(publisher.awaitExit(LONG)).as(site::tails).isZero();
            Report heard = listener.await(said.get("returned"), LONG);

            new Tally(said.get("returned"), said.get("returned"), heard.get("received")).print(test, start);
            // static, toJson, telling, cleaner, handler: the hook may come too late, or publish for long.
            assertThat(said.get("returned")).isGreaterThanOrEqualTo(1 + 10 + 10 + 1 + 1);
            assertThat(heard.get("received")).as(site::tails).isEqualTo(said.get("returned"));
            assertThat(heard.get("repeated")).as(site::tails).isZero();
        }
    }

    /** The settings are odd so that the bus itself has something to log: when it opens, and when threads are many. */
    @Repeated
    void aLoggingThatPublishes(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried().jvmOption("-Dslf4j.provider=" + PublishingLogs.class.getName())) {
            // Else the listener has something to log, too, which it then says and hears itself.
            site.set("validation.mode", "off");
            Listener listener = site.listen();
            site.set("subscribe.reconnect-max", "5s").set("publish.max-thread-sockets", "2");
            JavaProcess publisher = site.start(LoggingPublisher.class);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            assertThat(publisher.awaitExit(LONG)).as(site::tails).isZero();
            Report heard = listener.await(said.get("returned"), LONG);

            new Tally(said.get("published"), said.get("returned"), heard.get("received")).print(test, start);
            System.out.println("  logs " + said.get("logs") + ", refused " + said.get("refused"));
            assertThat(said.get("logs")).as(site::tails).isGreaterThanOrEqualTo(400 + 2);
            assertThat(heard.get("received")).as(site::tails).isEqualTo(said.get("returned"));
            assertThat(heard.get("repeated")).as(site::tails).isZero();
        }
    }
}
