package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Callers hear of what keeps their messages from being sent. */
class FailuresTest {
    private static final int ROUNDS = 5;
    private static final int THREADS = 8;
    private static final int MANY = 200_000;

    @Test
    void whoWaitsForRoomIsToldThatASubscriberIsFull() throws Exception {
        Map<String, String> body = Map.of("text", "x".repeat(20_000));
        for (int round = 0; round < ROUNDS; round++) {
            TestBus bus = new TestBus(1).set("publish.overflow", "fail").set("publish.high-water-mark", "50");
            try (BusClient client = bus.open()) {
                assertThat(client.awaitSubscribers(1, Duration.ZERO)).isFalse();
                try (SilentPeer peer = new SilentPeer(bus.firstPort(), "")) {
                    assertThat(client.awaitSubscribers(1, Duration.ofSeconds(20)))
                            .isTrue();
                    List<Thread> threads = new ArrayList<>();
                    for (int t = 0; t < THREADS; t++) {
                        threads.add(new Thread(() -> assertThatThrownBy(() -> {
                                    for (int n = 0; n < MANY; n++) {
                                        client.publish("n", body);
                                    }
                                })
                                .hasMessageContaining("full")));
                    }
                    threads.forEach(Thread::start);
                    for (Thread thread : threads) {
                        // Shorter than the heartbeat that would end the silent peer.
                        thread.join(8_000);
                        assertThat(thread.isAlive()).as("still waits").isFalse();
                    }
                }
            }
        }
    }

    @Test
    void publishingFailsOnceAnIoThreadHasDied() {
        try (BusClient client = BusClient.builder()
                .settings(new TestBus().settings())
                .name("dying")
                .open()) {
            client.publish("n", Map.of());
            killIoThread("dying");

            assertThatThrownBy(() -> client.publish("n", Map.of()))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("I/O thread")
                    .hasMessageContaining("on purpose");
        }
    }

    @Test
    void whoWaitsForRoomIsToldThatAnIoThreadHasDied() throws Exception {
        TestBus bus = new TestBus(1).set("publish.overflow", "block").set("publish.high-water-mark", "50");
        Map<String, String> body = Map.of("text", "x".repeat(20_000));
        try (BusClient client = BusClient.builder()
                .settings(bus.set("publish.linger", "0ms").settings())
                .name("blocked")
                .open()) {
            assertThat(client.awaitSubscribers(1, Duration.ZERO)).isFalse();
            try (SilentPeer peer = new SilentPeer(bus.firstPort(), "")) {
                assertThat(client.awaitSubscribers(1, Duration.ofSeconds(20))).isTrue();
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread publishing = new Thread(() -> {
                    while (thrown.get() == null) {
                        try {
                            client.publish("n", body);
                        } catch (BusException e) {
                            thrown.set(e);
                        }
                    }
                });
                publishing.start();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        // Until TCP's buffers are full, too.
                        .during(Duration.ofMillis(500))
                        .until(() -> client.metrics().queuedMessages() == 50
                                && publishing.getState() == Thread.State.TIMED_WAITING);
                killIoThread("blocked");
                publishing.join(20_000);
                assertThat(thrown.get()).as("no longer waits").hasMessageContaining("I/O thread");
            }
        }
    }

    @Test
    void whoWaitsForSubscribersIsToldThatAnIoThreadHasDied() throws Exception {
        try (BusClient client = BusClient.builder()
                .settings(new TestBus().set("publish.linger", "0ms").settings())
                .name("lonely")
                .open()) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                try {
                    client.awaitSubscribers(1, Duration.ofMinutes(5));
                } catch (BusException | InterruptedException e) {
                    thrown.set(e);
                }
            });
            waiting.start();
            Awaitility.await()
                    .until(() -> !client.publishingEndpoints().isEmpty()
                            && waiting.getState() == Thread.State.TIMED_WAITING);
            killIoThread("lonely");
            waiting.join(20_000);

            assertThat(thrown.get()).as("no longer waits").hasMessageContaining("I/O thread");
        }
    }

    private static void killIoThread(String client) {
        Thread ioThread = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(client + "-iothread"))
                .findFirst()
                .orElseThrow();
        ioThread.getUncaughtExceptionHandler().uncaughtException(ioThread, new StackOverflowError("on purpose"));
    }
}
