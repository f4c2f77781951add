package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishAsyncTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int COUNT = 2_000;

    private final TestBus bus = new TestBus();

    @Test
    void isHeardAndItsFutureCompletes() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            Map<String, Integer> body = new HashMap<>(Map.of("n", 1));
            CompletableFuture<Void> sent = client.publishAsync("order.created", body);
            body.put("n", 2);

            Message message = subscription.poll(LONG).orElseThrow();
            assertThat(message.topic()).isEqualTo("org.example.dev.test.order.created");
            assertThat(message.body().get("n").asInt()).isEqualTo(1);
            sent.get(20, TimeUnit.SECONDS);
            assertThat(client.metrics().published()).isEqualTo(1);
            assertThat(client.metrics().handedOn()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64})
    void aThreadThatPublishesBothWaysKeepsItsOrder(int maxThreadSockets) throws Exception {
        bus.set("publish.max-thread-sockets", Integer.toString(maxThreadSockets));
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe("org.example.dev.test.n")) {
            Thread other = new Thread(() -> client.publish("other", Map.of()));
            other.start();
            other.join();
            for (int n = 0; n < COUNT; n++) {
                if (n / 7 % 2 == 0) {
                    CompletableFuture<Void> ignored = client.publishAsync("n", Map.of("n", n));
                } else {
                    client.publish("n", Map.of("n", n));
                }
                if (n % 500 == 250) {
                    client.closeThread();
                }
            }

            List<Integer> numbers = new ArrayList<>();
            while (numbers.size() < COUNT) {
                numbers.add(
                        subscription.poll(LONG).orElseThrow().body().get("n").asInt());
            }
            assertThat(numbers).isEqualTo(IntStream.range(0, COUNT).boxed().toList());
        }
    }

    @Test
    void neverWaitsForRoomButFails() throws Exception {
        TestBus full = new TestBus(1)
                .set("publish.via", "relay")
                .set("relay.inbound", "[\"tcp://127.0.0.1:" + bus.firstPort() + "\"]")
                .set("publish.ready-timeout", "3s")
                .set("publish.high-water-mark", "20");
        try (BusClient client = full.open()) {
            long start = System.nanoTime();
            List<CompletableFuture<Void>> sent = new ArrayList<>();
            for (int n = 0; n < 30; n++) {
                sent.add(client.publishAsync("n", Map.of("n", n)));
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            for (CompletableFuture<Void> refused : sent.subList(20, 30)) {
                assertThatThrownBy(() -> refused.get(0, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(BusException.class)
                        .hasMessageContaining("high-water-mark");
            }
            for (CompletableFuture<Void> unsent : sent.subList(0, 20)) {
                assertThatThrownBy(() -> unsent.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(BusException.class)
                        .hasMessageContaining("no relay answers at tcp://127.0.0.1:" + bus.firstPort());
            }
            BusMetrics metrics = client.metrics();
            assertThat(metrics.published()).isEqualTo(20);
            assertThat(metrics.refused()).isEqualTo(10);
            assertThat(metrics.dropped()).isEqualTo(20);
            assertThat(metrics.queuedMessages()).isZero();
        }
    }

    @Test
    void whoWaitsForWhatIsThenNotSentGoesOn() {
        for (int round = 0; round < 50; round++) {
            TestBus silent = new TestBus(1)
                    .set("publish.via", "relay")
                    .set("relay.inbound", "[\"tcp://127.0.0.1:" + bus.firstPort() + "\"]")
                    .set("publish.ready-timeout", "10ms");
            try (BusClient client = silent.open()) {
                CompletableFuture<Void> unsent = client.publishAsync("n", 1);
                assertThatThrownBy(() -> client.publish("n", 2)).hasMessageContaining("no relay answers");
                assertThat(unsent).failsWithin(LONG);
            }
        }
    }

    @Test
    void whoWaitsForWhatASubscriberHasNoRoomForIsToldSo() throws Exception {
        TestBus failing = new TestBus(1).set("publish.overflow", "fail").set("publish.high-water-mark", "50");
        Map<String, String> body = Map.of("text", "x".repeat(20_000));
        try (BusClient client = failing.open()) {
            assertThat(client.awaitSubscribers(1, Duration.ZERO)).isFalse();
            try (SilentPeer peer = new SilentPeer(failing.firstPort(), "")) {
                assertThat(client.awaitSubscribers(1, LONG)).isTrue();
                CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
                    while (true) {
                        CompletableFuture<Void> ignored = client.publishAsync("n", body);
                        client.publish("n", body);
                    }
                });
                assertThatThrownBy(() -> publishing.get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(BusException.class)
                        .hasMessageContaining("full");
            }
        }
    }

    @Test
    void whatCannotBeEncodedFailsItsFuture() {
        try (BusClient client = bus.set("publish.via", "none").open()) {
            assertThat(client.publishAsync("n", Double.NaN))
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(BusEncodingException.class);
            assertThat(client.publishAsync("n", 1)).isCompleted();
            assertThatThrownBy(() -> client.publishAsync("a b", 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatWasAcceptedBeforeTheShutdownIsHeard() throws Exception {
        for (int round = 0; round < 20; round++) {
            TestBus fresh = new TestBus(1)
                    .set("publish.settle", "100ms")
                    .set("subscribe.reconnect", "5ms")
                    .set("subscribe.reconnect-max", "10ms");
            try (BusClient listening = fresh.set("publish.via", "endpoint").open();
                    Subscription subscription = listening.subscribe()) {
                List<CompletableFuture<Void>> sent = new ArrayList<>();
                try (BusClient client = fresh.set("publish.settle", "300ms").open()) {
                    for (int n = 0; n < 100; n++) {
                        sent.add(client.publishAsync("n", Map.of("n", n)));
                    }
                }
                for (int n = 0; n < 100; n++) {
                    assertThat(subscription
                                    .poll(LONG)
                                    .orElseThrow()
                                    .body()
                                    .get("n")
                                    .asInt())
                            .isEqualTo(n);
                    sent.get(n).get(20, TimeUnit.SECONDS);
                }
            }
        }
    }

    @Test
    void whatTheShutdownHasNoTimeForFailsAndIsCounted() {
        BusClient client = bus.set("publish.via", "relay")
                .set("relay.inbound", "[\"tcp://127.0.0.1:" + bus.firstPort() + "\"]")
                .set("publish.ready-timeout", "20s")
                .open();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            sent.add(client.publishAsync("n", Map.of("n", n)));
        }

        assertThat(client.shutdown(Duration.ofMillis(200))).isEqualTo(10);
        for (CompletableFuture<Void> unsent : sent) {
            assertThat(unsent)
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(BusClosedException.class);
        }
        assertThat(client.publishAsync("n", 1))
                .failsWithin(LONG)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(BusClosedException.class);
    }

    @Test
    void whatDependsOnItMayPublishAndTakeItsTime() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe("org.example.dev.test.n")) {
            CompletableFuture<Void> dependent = client.publishAsync("n", Map.of("n", 0))
                    .thenRun(() -> {
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        client.publish("n", Map.of("n", 2));
                    });
            client.publish("n", Map.of("n", 1));

            for (int n = 0; n < 2; n++) {
                assertThat(subscription.poll(LONG).orElseThrow().body().get("n").asInt())
                        .isEqualTo(n);
            }
            go.countDown();
            assertThat(subscription.poll(LONG).orElseThrow().body().get("n").asInt())
                    .isEqualTo(2);
            dependent.get(20, TimeUnit.SECONDS);
        }
    }
}
