package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads more slowly than others publish, when these end. */
class SlowSubscriberTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MESSAGES = 2_000;
    /** In all far more than TCP and a batch of ZeroMQ's hold. */
    private static final String TEXT = "x".repeat(4_000);

    @ParameterizedTest
    @ValueSource(strings = {"process", "thread"})
    void getsAllThatWasPublishedBeforeTheCloseIfItReadsWithinTheLinger(String fanIn) throws Exception {
        TestBus bus = new TestBus()
                .set("publish.linger", "20s")
                .set("publish.settle", "0s")
                .set("publish.fan-in", fanIn);
        for (int round = 0; round < 10; round++) {
            // What comes last shall fill ZeroMQ's last batch to various degrees.
            int messages = MESSAGES + 17 * round;
            BusClient client = bus.open();
            client.publish("opens", Map.of());
            try (SilentPeer peer = new SilentPeer(bus.firstPort(), "org.example.dev.test.text")) {
                assertThat(client.awaitSubscribers("text", 1, LONG)).isTrue();
                for (int n = 0; n < messages; n++) {
                    client.publish("text", Map.of("n", n, "text", TEXT));
                }

                CompletableFuture<Void> closed = CompletableFuture.runAsync(client::close);
                assertThat(peer.readToEnd()).isEqualTo(messages);
                closed.get(LONG.toSeconds(), TimeUnit.SECONDS);
            } finally {
                client.close();
            }
        }
    }

    @Test
    void delaysTheCloseByTheLingerAtTheMostIfItNeverReads() throws Exception {
        TestBus bus = new TestBus().set("publish.settle", "0s");
        BusClient client = bus.open();
        client.publish("opens", Map.of());
        try (SilentPeer peer = new SilentPeer(bus.firstPort(), "org.example.dev.test.text")) {
            assertThat(client.awaitSubscribers("text", 1, LONG)).isTrue();
            for (int n = 0; n < MESSAGES; n++) {
                client.publish("text", Map.of("n", n, "text", TEXT));
            }

            long start = System.nanoTime();
            client.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), LONG);
            assertThat(peer.readToEnd()).isLessThan(MESSAGES);
        } finally {
            client.close();
        }
    }
}
