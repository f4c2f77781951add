package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.busd.BusClient;
import org.busd.config.SettingsLoader;
import org.junit.jupiter.api.TestInfo;

/** The main job: several processes of several threads each publish, and {@code bus tail} prints every message. */
class TailIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int PROCESSES = 4;
    private static final int THREADS = 8;
    private static final int MESSAGES = 1_000;

    @Repeated
    void theTailPrintsEveryMessageOfFourProcessesOfEightThreads(TestInfo test) throws Exception {
        long start = System.nanoTime();
        int expected = PROCESSES * THREADS * MESSAGES;
        try (Site site = new Site(test)) {
            // As in BurstIT: what a cold, flooded subscriber may be late for is not the question here.
            site.unhurried().set("publish.settle", "2s");
            site.environment("JAVA_HOME", System.getProperty("java.home"));
            JavaProcess tail = site.start(
                    "tail",
                    List.of(
                            Site.COMMAND.toRealPath().toString(),
                            "tail",
                            "*.numbered",
                            "--count",
                            Integer.toString(expected)));
            awaitTail(site);
            Publishers publishers = new Publishers(site, PROCESSES, THREADS, MESSAGES, LONG).awaitEnd();

            Sequences heard = new Sequences();
            ObjectMapper json = new ObjectMapper();
            for (int i = 0; i < expected; i++) {
                JsonNode body = json.readTree(tail.awaitLine("{", LONG)).get("msg");
                heard.take(body.get("from").asText(), body.get("n").asInt());
            }

            new Tally(publishers.published(), publishers.returned(), heard.received()).print(test, start);
            assertThat(heard)
                    .as(site::tails)
                    .hasToString("received " + expected + " repeated 0 disordered 0 missing 0 senders "
                            + PROCESSES * THREADS);
            assertThat(tail.awaitExit(LONG)).as(site::tails).isZero();
        }
    }

    /** A tail says nothing before there is something to print; a publisher knows that it is there. */
    private static void awaitTail(Site site) throws InterruptedException {
        try (BusClient probe = BusClient.open(SettingsLoader.create()
                .environment(Map.of())
                .config(site.dropIns())
                .load())) {
            assertThat(probe.awaitSubscribers(1, LONG)).as("the tail listens").isTrue();
        }
    }
}
