package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
                    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
                    List<Future<?>> all = new ArrayList<>();
                    for (int t = 0; t < THREADS; t++) {
                        all.add(threads.submit(() -> {
                            for (int n = 0; n < MANY; n++) {
                                client.publish("n", body);
                            }
                        }));
                    }
                    threads.shutdown();
                    for (Future<?> one : all) {
                        assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS))
                                .hasCauseInstanceOf(BusException.class)
                                .hasMessageContaining("full");
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

    @Test
    void whoWaitsForMessagesIsToldThatAnIoThreadHasDied() throws Exception {
        try (BusClient client = BusClient.builder()
                        .settings(new TestBus().settings())
                        .name("deaf")
                        .open();
                Subscription polled = client.subscribe();
                Subscription iterated = client.subscribe();
                Subscription handled = client.subscribe(message -> {})) {
            List<Throwable> thrown = new CopyOnWriteArrayList<>();
            List<Thread> waiting = List.of(
                    new Thread(() -> thrown.add(catchThrowable(() -> polled.poll(Duration.ofMinutes(5))))),
                    new Thread(() ->
                            thrown.add(catchThrowable(() -> iterated.iterator().hasNext()))));
            waiting.forEach(Thread::start);
            Awaitility.await()
                    .until(() -> waiting.stream().noneMatch(thread -> thread.getState() == Thread.State.RUNNABLE));
            killIoThread("deaf");
            for (Thread thread : waiting) {
                thread.join(20_000);
            }

            assertThat(thrown)
                    .hasSize(2)
                    .allSatisfy(told -> assertThat(told)
                            .isInstanceOf(BusException.class)
                            .hasMessageContaining("I/O thread")
                            .hasMessageContaining("on purpose"));
            Awaitility.await().until(handled::isClosed);
            assertThat(polled.isClosed()).isTrue();
        }
    }

    @Test
    void aRelayWhoseIoThreadHasDiedHasEndedForThat() {
        TestBus bus = new TestBus(2);
        bus.set("relay.inbound", "[\"tcp://127.0.0.1:" + bus.firstPort() + "\"]")
                .set("relay.outbound", "[\"tcp://127.0.0.1:" + (bus.firstPort() + 1) + "\"]");
        try (Relay relay = Relay.open(bus.settings())) {
            assertThat(relay.isResponding(Duration.ofSeconds(20))).isTrue();
            killIoThread("relay-[0-9]+");

            assertThat(relay.ended())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(BusException.class)
                    .withMessageContaining("I/O thread");
            assertThat(relay.isResponding(Duration.ofSeconds(20))).isFalse();
        }
    }

    private static void killIoThread(String client) {
        Thread ioThread = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches(client + "-iothread.*"))
                .findFirst()
                .orElseThrow();
        ioThread.getUncaughtExceptionHandler().uncaughtException(ioThread, new StackOverflowError("on purpose"));
    }
}
