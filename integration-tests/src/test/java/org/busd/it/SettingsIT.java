package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

/** The facade, and the drop-ins it lives on. */
class SettingsIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Repeated
    void theFacadeTakesItsSettingsFromDropInsAndEnvironment(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            site.dropIn("30-site.conf", "bus { topic-prefix = net.example, modname = first, environment = stg }\n");
            site.dropIn("40-host.conf", "bus.modname = second\n");
            site.dropIn("50-not-a-drop-in.conf.disabled", "bus.modname = third\n");
            Listener listener = site.listen("print");
            site.environment("BUS_ENVIRONMENT", "prod");
            JavaProcess publisher = site.start(Attempts.class);
            publisher.tell("publish");
            assertThat(publisher.awaitLine("publish", LONG)).isEqualTo("publish returned");

            String text = listener.nextText(LONG);
            new Tally(1, 1, 1).print(test, start);
            assertThat(text).contains("\"topic\":\"net.example.prod.second.attempt\"");
        }
    }

    @Repeated
    void aBrokenDropInIsToldByEachCallUntilItIsMended(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test)) {
            Listener listener = site.listen();
            Path broken = site.dropIn("90-broken.conf", "# one\nbus.publish.overflow = sometimes\n");
            JavaProcess publisher = site.start(Attempts.class);
            for (String call : List.of("publish", "publish", "subscribe", "metrics", "publish")) {
                assertThat(attempt(publisher, call))
                        .startsWith(call + " threw org.busd.config.SettingsException")
                        .contains(broken + ":2")
                        .contains("bus.publish.overflow")
                        .contains("sometimes");
            }
            site.dropIn("90-broken.conf", "bus {\n  publish {\n");
            assertThat(attempt(publisher, "publish"))
                    .startsWith("publish threw org.busd.config.SettingsException")
                    .contains(broken.toString());
            site.dropIn("90-broken.conf", "bus.publish.overflow = pace\n");
            assertThat(attempt(publisher, "publish")).isEqualTo("publish returned");

            long received = listener.await(1, LONG).get("received");
            new Tally(1, 1, received).print(test, start);
            assertThat(received).isEqualTo(1);
        }
    }

    private static String attempt(JavaProcess publisher, String call) throws InterruptedException {
        publisher.tell(call);
        return publisher.awaitLine(call + " ", LONG);
    }
}
