package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber that never reads brings about, by {@code bus.publish.overflow}. */
class OverflowTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration LINGER = Duration.ofMillis(500);
    private static final String TEXT = "x".repeat(4_000);
    /** More than all queues hold, TCP's buffers included. */
    private static final int MANY = 3_000;

    private final TestBus bus = new TestBus()
            .set("publish.settle", "0s")
            .set("publish.high-water-mark", "100")
            .set("publish.linger", LINGER.toMillis() + "ms")
            .set("publish.patience", PATIENCE.toMillis() + "ms");

    private SilentPeer stuckOn(BusClient client, String topic) throws Exception {
        SilentPeer peer = new SilentPeer(bus.firstPort(), "org.example.dev.test." + topic);
        assertThat(client.awaitSubscribers(topic, 1, LONG)).isTrue();
        return peer;
    }

    private static void publish(BusClient client, String topic, int count) {
        for (int n = 0; n < count; n++) {
            client.publish(topic, Map.of("n", n, "text", TEXT));
        }
    }

    private static BusMetrics flushed(BusClient client) {
        assertThat(client.flush(LONG)).isTrue();
        return client.metrics();
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "thread"})
    void withPaceItCostsOnePauseWhateverElseIsPublished(String fanIn) throws Exception {
        bus.set("publish.fan-in", fanIn);
        try (BusClient client = bus.open();
                Subscription healthy = client.subscribe(message -> {}, "org.example.dev.test.other")) {
            assertThat(client.awaitSubscribers("other", 1, LONG)).isTrue();
            try (SilentPeer ignored = stuckOn(client, "stuck")) {
                publish(client, "stuck", MANY);
                for (int n = 0; n < 100; n++) {
                    publish(client, "other", 1);
                    publish(client, "stuck", 1);
                }

                BusMetrics metrics = flushed(client);
                assertThat(metrics.heldBackEpisodes()).isPositive();
                assertThat(metrics.dropEpisodes()).isEqualTo(1);
                assertThat(metrics.heldBackTime()).isBetween(PATIENCE, PATIENCE.plusSeconds(2));
            }
        }
    }

    /** At full speed: were nobody waited for while one is full, the healthy one would lose most. */
    @Test
    void withPaceEachStuckOneCostsOnePauseAndTheHealthyLoseNothing() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        try (BusClient client = bus.open();
                Subscription healthy =
                        client.subscribe(message -> heard.incrementAndGet(), "org.example.dev.test.stuck")) {
            assertThat(client.awaitSubscribers("stuck", 1, LONG)).isTrue();
            try (SilentPeer first = stuckOn(client, "stuck");
                    SilentPeer second = stuckOn(client, "stuck")) {
                assertThat(client.awaitSubscribers("stuck", 3, LONG)).isTrue();
                publish(client, "stuck", 2 * MANY);

                BusMetrics metrics = flushed(client);
                assertThat(metrics.dropEpisodes()).isBetween(1L, 2L);
                Awaitility.await().atMost(LONG).until(() -> heard.get() == 2 * MANY);
            }
        }
    }

    @Test
    void anEpisodeIsOverWhenThereIsRoomAgain() throws Exception {
        try (BusClient client = bus.open()) {
            client.publish("opens", Map.of());
            for (int episodes = 1; episodes <= 2; episodes++) {
                try (SilentPeer ignored = stuckOn(client, "stuck")) {
                    publish(client, "stuck", MANY);
                    assertThat(flushed(client).dropEpisodes()).isEqualTo(episodes);
                }
                // Its end is noticed by the I/O thread; then what nobody takes passes.
                Awaitility.await().atMost(LONG).until(() -> !client.awaitSubscribers("stuck", 1, Duration.ZERO));
                publish(client, "stuck", 1);
                assertThat(client.flush(LONG)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "thread"})
    void withDropNobodyWaitsAndTheEpisodeIsToldNevertheless(String fanIn) throws Exception {
        bus.set("publish.fan-in", fanIn).set("publish.overflow", "drop");
        try (BusClient client = bus.open()) {
            client.publish("opens", Map.of());
            try (SilentPeer ignored = stuckOn(client, "stuck")) {
                publish(client, "stuck", MANY);

                BusMetrics metrics = flushed(client);
                assertThat(metrics.dropEpisodes()).isPositive();
                assertThat(metrics.heldBackEpisodes()).isZero();
                assertThat(metrics.heldBackTime()).isZero();
                assertThat(metrics.handedOn()).isEqualTo(MANY + 1);
            }
        }
    }

    @Test
    void withFailPublishThrowsAndWithRoomItWorksAgain() throws Exception {
        bus.set("publish.overflow", "fail");
        try (BusClient client = bus.open()) {
            client.publish("opens", Map.of());
            try (SilentPeer ignored = stuckOn(client, "stuck")) {
                assertThatThrownBy(() -> publish(client, "stuck", MANY))
                        .isExactlyInstanceOf(BusException.class)
                        .hasMessageContaining("a subscriber's queue is full");
                assertThat(client.metrics().refused()).isEqualTo(1);
            }
            // Its end makes room: what was accepted goes on.
            BusMetrics metrics = flushed(client);
            assertThat(metrics.handedOn()).isEqualTo(metrics.published());
            assertThat(metrics.dropEpisodes()).isZero();
            publish(client, "stuck", 1);
        }
    }

    @Test
    void withBlockTheEndComesInTimeThoughManyMessagesWait() throws Exception {
        bus.set("publish.overflow", "block");
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        BusClient client = bus.open();
        client.publish("opens", Map.of());
        try (SilentPeer ignored = stuckOn(client, "stuck")) {
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(client, "stuck", MANY));
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> client.metrics().heldBackEpisodes() > 0
                            && client.metrics().queuedMessages() >= 100);
            assertThat(client.metrics().heldBackTime()).isLessThan(LONG);

            long start = System.nanoTime();
            client.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LINGER.plusSeconds(4));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("-outlet-"));
            assertThat(publishing).failsWithin(LONG.toSeconds(), TimeUnit.SECONDS);
        } finally {
            client.close();
        }
    }
}
