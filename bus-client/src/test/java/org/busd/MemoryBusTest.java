package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bus inside one process, where it differs from what {@link PublishSubscribeTest} shows of all; full queues above all. */
@Timeout(120)
class MemoryBusTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** What a subscription that nobody reads holds: its own queue, one on the way, and the mark behind it. */
    private static final int HELD = 1024 + 1 + 10;

    private static TestBus small(String overflow) {
        return new TestBus(Wire.MEMORY)
                .set("subscribe.high-water-mark", "10")
                .set("publish.patience", "1s")
                .set("publish.linger", "100ms")
                .set("publish.overflow", overflow);
    }

    private static List<Integer> numbers(Subscription subscription, int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(subscription.poll(LONG).orElseThrow().body().get("n").asInt());
        }
        return numbers;
    }

    private static void publish(BusClient client, int from, int to) {
        for (int n = from; n < to; n++) {
            client.publish("n", Map.of("n", n));
        }
    }

    @Test
    void clientsOfOneBusHearEachOtherAndNobodyElseAtOnce() throws Exception {
        MemoryBus bus = new MemoryBus();
        try (BusClient one = bus.open();
                BusClient two = bus.open();
                BusClient stranger = new MemoryBus().open();
                Subscription subscription = two.subscribe("*.n");
                Subscription elsewhere = stranger.subscribe()) {
            assertThat(one.awaitSubscribers(1, Duration.ZERO)).isTrue();
            one.publish("n", Map.of("n", 1));

            assertThat(numbers(subscription, 1)).containsExactly(1);
            assertThat(elsewhere.poll(Duration.ZERO)).isEmpty();
            assertThat(one.publishingEndpoints()).isEmpty();
        }
    }

    @Test
    void aRelayIsNotWaitedFor() throws Exception {
        TestBus bus = new TestBus(Wire.MEMORY).set("publish.via", "relay");
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            publish(client, 0, 1);

            assertThat(numbers(subscription, 1)).containsExactly(0);
        }
    }

    @Test
    void withPaceAFullSubscriberLosesAfterThePatienceAndAloneUntilItHasRoom() throws Exception {
        try (BusClient client = small("pace").open();
                Subscription full = client.subscribe();
                Subscription reading = client.subscribe()) {
            publish(client, 0, HELD + 5);
            assertThat(numbers(reading, HELD + 5)).hasSize(HELD + 5);

            assertThat(client.metrics().dropEpisodes()).isEqualTo(1);
            assertThat(numbers(full, HELD)).last().isEqualTo(HELD - 1);
            publish(client, HELD + 5, HELD + 6);
            assertThat(numbers(full, 1)).containsExactly(HELD + 5);
        }
    }

    @Test
    void withPaceAFullSubscriberIsWaitedForOnceWhateverElseIsPublished() throws Exception {
        try (BusClient client = small("pace").open();
                Subscription full = client.subscribe("org.example.dev.test.n")) {
            publish(client, 0, HELD);
            for (int round = 0; round < 5; round++) {
                client.publish("other", Map.of());
                client.publish("n", Map.of("n", HELD));
            }

            assertThat(client.flush(LONG)).isTrue();
            assertThat(client.metrics().dropEpisodes()).isEqualTo(1);
            assertThat(numbers(full, HELD)).last().isEqualTo(HELD - 1);
        }
    }

    @Test
    void withDropNobodyIsWaitedFor() throws Exception {
        try (BusClient client = small("drop").open();
                Subscription full = client.subscribe()) {
            publish(client, 0, HELD + 5);

            assertThat(client.flush(LONG)).isTrue();
            assertThat(client.metrics().heldBackEpisodes()).isZero();
            assertThat(client.metrics().dropEpisodes()).isPositive();
            full.complete();
            List<Integer> kept = new ArrayList<>();
            full.forEach(message -> kept.add(message.body().get("n").asInt()));
            assertThat(kept).hasSizeBetween(10, HELD).isSorted().startsWith(0, 1, 2);
        }
    }

    @Test
    void withBlockNothingIsLost() throws Exception {
        try (BusClient client = small("block").open();
                Subscription full = client.subscribe()) {
            publish(client, 0, HELD + 5);
            assertThat(client.flush(Duration.ofMillis(500))).isFalse();

            assertThat(numbers(full, HELD + 5)).last().isEqualTo(HELD + 4);
            assertThat(client.flush(LONG)).isTrue();
        }
    }

    @Test
    void withFailPublishersAreToldAndWhatWasAcceptedArrives() throws Exception {
        try (BusClient client = small("fail").open();
                Subscription full = client.subscribe()) {
            assertThatThrownBy(() -> {
                        for (int n = 0; n < 1_000_000; n++) {
                            client.publish("n", Map.of("n", n));
                        }
                    })
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("full");

            int accepted = (int) client.metrics().published();
            assertThat(numbers(full, accepted)).last().isEqualTo(accepted - 1);
        }
    }

    @Test
    void whatASubscriberHasNoRoomForDoesNotHoldUpTheEnd() {
        BusClient client = small("block").open();
        Subscription full = client.subscribe();
        publish(client, 0, HELD + 5);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> client.metrics().heldBackEpisodes() > 0
                        && client.metrics().queuedReceived() >= 1024);

        // What was being passed on counts as handed on: its subscription is gone by then.
        assertThat(client.shutdown(LONG)).isLessThanOrEqualTo(5);
        assertThat(full.isClosed()).isTrue();
    }

    @Test
    void whatWaitsForASlowHandlerIsSeenAndCountedWhenItIsClosed() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        try (BusClient client = new TestBus(Wire.MEMORY).open();
                Subscription slow = client.subscribe(message -> {
                    called.countDown();
                    try {
                        boolean ignored = free.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })) {
            publish(client, 0, 100);
            assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(LONG).until(() -> client.metrics().queuedReceived() == 99);
            slow.close();
            assertThat(client.metrics().discarded()).isEqualTo(99);
        } finally {
            free.countDown();
        }
    }
}
