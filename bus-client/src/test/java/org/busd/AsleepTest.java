package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits, for room or for messages, takes no CPU time. */
class AsleepTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration WATCHED = Duration.ofSeconds(1);
    private static final int STRETCHES = 10;
    /** A twentieth of a core. */
    private static final Duration NEARLY_NOTHING = WATCHED.dividedBy(20);

    private static final String TEXT = "x".repeat(4_000);

    private final TestBus bus = new TestBus()
            .set("publish.settle", "0s")
            .set("publish.patience", "1m")
            .set("publish.high-water-mark", "100")
            .set("publish.linger", "100ms");

    /** In one of several stretches: in others the JVM may compile, collect, or clean up after earlier tests. */
    private static void assertAsleep() throws InterruptedException {
        Duration least = WATCHED;
        for (int n = 0; n < STRETCHES && least.compareTo(NEARLY_NOTHING) >= 0; n++) {
            Duration start = cpuTime();
            boolean ignored = new CountDownLatch(1).await(WATCHED.toNanos(), TimeUnit.NANOSECONDS);
            Duration taken = cpuTime().minus(start);
            least = taken.compareTo(least) < 0 ? taken : least;
        }
        assertThat(least).isLessThan(NEARLY_NOTHING);
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pace", "block"})
    void whileItWaitsForRoom(String overflow) throws Exception {
        bus.set("publish.overflow", overflow);
        try (BusClient client = bus.open()) {
            client.publish("opens", Map.of());
            try (SilentPeer ignored = new SilentPeer(bus.firstPort(), "org.example.dev.test.stuck")) {
                assertThat(client.awaitSubscribers("stuck", 1, LONG)).isTrue();
                CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(client, 3_000));
                awaitStandstill(client);

                assertAsleep();

                assertThat(publishing).isNotDone();
                client.close();
                assertThat(publishing).failsWithin(LONG);
            }
        }
    }

    private static void publish(BusClient client, int count) {
        for (int n = 0; n < count; n++) {
            client.publish("stuck", Map.of("n", n, "text", TEXT));
        }
    }

    /** Until the outlet has given nothing more to ZeroMQ for a while. */
    private static void awaitStandstill(BusClient client) {
        Awaitility.await().atMost(LONG).until(() -> client.metrics().queuedMessages() >= 100);
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() -> {
            long handedOn = client.metrics().handedOn();
            return last.getAndSet(handedOn) == handedOn;
        });
    }

    @Test
    void whileThereIsNothingToSendAndNothingToHear() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe("org.example.dev.test.n")) {
            assertThat(client.awaitSubscribers("n", 1, LONG)).isTrue();
            client.publish("n", Map.of());
            assertThat(subscription.poll(LONG)).isPresent();

            assertAsleep();
        }
    }

    @Test
    void whileAHandlerIsBusyAndAllQueuesAreFull() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        bus.set("publish.overflow", "block").set("subscribe.high-water-mark", "100");
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe(message -> awaitUninterruptibly(free))) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(client, 100_000));
            awaitStandstill(client);
            assertThat(subscription.queued()).isPositive();

            assertAsleep();

            assertThat(publishing).isNotDone();
            client.close();
            assertThat(publishing).failsWithin(LONG);
        } finally {
            free.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
