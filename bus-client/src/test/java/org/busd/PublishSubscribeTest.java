package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A message's whole way, inside one JVM, by whatever transport. */
@ParameterizedClass
@EnumSource(Wire.class)
class PublishSubscribeTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Wire wire;
    private final TestBus bus;

    PublishSubscribeTest(Wire wire) {
        this.wire = wire;
        this.bus = new TestBus(wire);
    }

    @Test
    void threadsThatPollGetEachMessageOnce() throws Exception {
        int count = 4_000;
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            Set<Integer> got = ConcurrentHashMap.newKeySet();
            AtomicInteger times = new AtomicInteger();
            List<FutureTask<Void>> polling = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                polling.add(new FutureTask<>(() -> {
                    while (times.get() < count) {
                        Optional<Message> next = subscription.poll(Duration.ofMillis(10));
                        if (next.isPresent()) {
                            got.add(next.get().body().get("n").intValue());
                            times.incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            polling.forEach(task -> new Thread(task).start());
            for (int n = 0; n < count; n++) {
                client.publish("n", Map.of("n", n));
            }
            for (FutureTask<Void> task : polling) {
                task.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(got).hasSize(count);
            assertThat(times).hasValue(count);
        }
    }

    @Test
    void whatIsPublishedIsReceived() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            client.publish("order.created", Map.of("id", 7, "note", "grün"));

            Message message = subscription.poll(LONG).orElseThrow();
            assertThat(message.topic()).isEqualTo("org.example.dev.test.order.created");
            assertThat(message.body().get("id").asInt()).isEqualTo(7);
            assertThat(message.text())
                    .matches(
                            "\\{\"i\":1,\"msg\":\\{\"id\":7,\"note\":\"gr\\\\u00fcn\"},\"msg_id\":\"20\\d\\d-[0-9a-f]{8}-[0-9a-f]{4}"
                                    + "-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\",\"timestamp\":\\d+,"
                                    + "\"topic\":\"org.example.dev.test.order.created\",\"username\":\"[^\"]*\"}");
            assertThat(message.canonicalText()).isEqualTo(message.text());
            assertThat(message.i()).isEqualTo(1);
            assertThat(message.username()).contains(System.getProperty("user.name"));
            assertThat(Duration.between(message.timestamp(), java.time.Instant.now()))
                    .isBetween(Duration.ZERO, LONG);
        }
    }

    @Test
    void theFirstMessageReachesWhoeverSubscribedBefore() throws Exception {
        try (BusClient listening = bus.open();
                Subscription subscription = listening.subscribe()) {
            for (int i = 0; i < 5; i++) {
                try (BusClient publishing = bus.open()) {
                    publishing.publish("first", Map.of("n", i));
                }
                assertThat(subscription.poll(LONG).orElseThrow().body().get("n").asInt())
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void theModnameIsDerivedFromTheCaller() throws Exception {
        TestBus derived = new TestBus(wire).set("modname", "null").set("topic-prefix", "\"org\"");
        try (BusClient client = derived.open();
                Subscription subscription = client.subscribe()) {
            client.publish("order.created", null);

            Message message = subscription.poll(LONG).orElseThrow();
            assertThat(message.topic()).isEqualTo("org.dev.busd.order.created");
            assertThat(message.body()).isEmpty();
            assertThat(message.body().isObject()).isTrue();
        }
    }

    @Test
    void aCompleteTopicIsSentAsItIs() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            client.publish("org.example.prod.orders.order.created", Map.of());

            assertThat(subscription.poll(LONG).orElseThrow().topic())
                    .isEqualTo("org.example.prod.orders.order.created");
        }
    }

    @Test
    void aBadTopicIsRefusedAndShown() {
        try (BusClient client = bus.set("publish.via", "none").open()) {
            for (String bad : List.of("", ".", "a..b", "a.", ".a", "a b", "ä", "a/b", "a\nb", "*")) {
                assertThatThrownBy(() -> client.publish(bad, Map.of()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("\"" + bad + "\"");
            }
            assertThatThrownBy(() -> client.publish("a b", "topic", Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("modname");
            assertThat(client.metrics().published()).isZero();
        }
    }

    @Test
    void prefixesAndPatternsSelect() throws Exception {
        try (BusClient client = bus.open();
                Subscription prefix = client.subscribe("org.example.dev.test.order");
                Subscription pattern = client.subscribe("*.created");
                Subscription exact = client.subscribe("org.example.dev.test.user.deleted", "org.example.*.user.*")) {
            for (String topic : List.of("order.created", "order.paid", "orders", "user.created", "user.deleted")) {
                client.publish(topic, Map.of());
            }

            assertThat(topics(prefix, 3)).containsExactly("order.created", "order.paid", "orders");
            assertThat(topics(pattern, 2)).containsExactly("order.created", "user.created");
            assertThat(topics(exact, 2)).containsExactly("user.created", "user.deleted");
        }
    }

    private static List<String> topics(Subscription subscription, int count) throws InterruptedException {
        List<String> topics = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            topics.add(subscription.poll(LONG).orElseThrow().topic().substring("org.example.dev.test.".length()));
        }
        return topics;
    }

    @Test
    void aHandlerGetsMessagesOneByOneAndMayThrow() throws Exception {
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe(message -> {
                    int n = message.body().get("n").asInt();
                    seen.add(n);
                    if (n == 1) {
                        throw new IllegalStateException("a handler that fails, on purpose");
                    }
                })) {
            for (int n = 0; n < 3; n++) {
                client.publish("n", Map.of("n", n));
            }
            for (int n = 0; n < 3; n++) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(n);
            }
            assertThat(client.metrics().handlerFailures()).isEqualTo(1);
            assertThatThrownBy(() -> subscription.poll(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aHandlerMayCloseItsSubscriptionAndShutTheClientDown() throws Exception {
        BlockingQueue<Long> left = new LinkedBlockingQueue<>();
        BusClient client = bus.open();
        Subscription[] self = new Subscription[1];
        self[0] = client.subscribe(message -> {
            self[0].close();
            left.add(client.shutdown(Duration.ofSeconds(5)));
        });
        client.publish("end", Map.of());

        assertThat(left.poll(20, TimeUnit.SECONDS)).isZero();
        assertThat(self[0].isClosed()).isTrue();
        assertThatThrownBy(() -> client.publish("more", Map.of())).isInstanceOf(BusClosedException.class);
    }

    @Test
    void iterationEndsWhenTheSubscriptionIsClosed() throws Exception {
        try (BusClient client = bus.open()) {
            Subscription subscription = client.subscribe();
            List<Integer> seen = new ArrayList<>();
            Thread reader = new Thread(() -> {
                for (Message message : subscription) {
                    seen.add(message.body().get("n").asInt());
                    if (seen.size() == 2) {
                        subscription.close();
                    }
                }
            });
            reader.start();
            client.publish("n", Map.of("n", 1));
            client.publish("n", Map.of("n", 2));

            reader.join(20_000);
            assertThat(reader.isAlive()).isFalse();
            assertThat(seen).containsExactly(1, 2);
            assertThat(subscription.poll(Duration.ofMillis(1))).isEmpty();
        }
    }

    @Test
    void aStreamEndsWhenTheSubscriptionIsClosed() throws Exception {
        try (BusClient client = bus.open()) {
            Subscription subscription = client.subscribe();
            client.publish("n", Map.of("n", 1));
            client.publish("n", Map.of("n", 2));

            List<Integer> seen;
            try (Stream<Message> messages = subscription.stream()) {
                seen = messages.map(message -> message.body().get("n").asInt())
                        .peek(n -> {
                            if (n == 2) {
                                subscription.close();
                            }
                        })
                        .toList();
            }

            assertThat(seen).containsExactly(1, 2);
            Subscription other = client.subscribe();
            other.stream().close();
            assertThat(other.isClosed()).isTrue();
        }
    }

    @Test
    void closingFromElsewhereEndsAWaitingPoll() throws Exception {
        try (BusClient client = bus.open()) {
            Subscription subscription = client.subscribe();
            BlockingQueue<Optional<Message>> result = new LinkedBlockingQueue<>();
            Thread waiting = new Thread(() -> {
                try {
                    result.add(subscription.poll(Duration.ofHours(1)));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            waiting.start();
            org.awaitility.Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

            subscription.close();

            assertThat(result.poll(20, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void subscribersAreCountedAsTheyComeAndGo() throws Exception {
        try (BusClient client = bus.open();
                BusClient other = bus.open()) {
            assertThat(client.awaitSubscribers(1, Duration.ofMillis(50))).isFalse();
            Subscription first = other.subscribe("org.example.dev.test.a");
            Subscription second = other.subscribe("org.example.dev.test.a");
            assertThat(client.awaitSubscribers(2, LONG)).isTrue();
            assertThat(client.awaitSubscribers("a.b", 2, LONG)).isTrue();
            assertThat(client.awaitSubscribers("b", 1, Duration.ofMillis(1))).isFalse();

            // The other one still holds the same prefix: only the connection tells that this one is gone.
            first.close();
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !client.awaitSubscribers(2, Duration.ofMillis(1)));
            assertThat(client.awaitSubscribers(1, Duration.ofMillis(1))).isTrue();
            second.close();
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() -> !client.awaitSubscribers(1, Duration.ofMillis(1)));
        }
    }

    @Test
    void whatIsChangedAfterPublishDoesNotMatter() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            Map<String, Object> order = new HashMap<>(Map.of("state", "new"));
            client.publish("order", order);
            order.put("state", "changed");

            assertThat(subscription.poll(LONG).orElseThrow().body().get("state").asText())
                    .isEqualTo("new");
        }
    }

    @Test
    void viaNoneEncodesAndCountsButOpensNothing() throws Exception {
        try (BusClient client = bus.set("publish.via", "none").open()) {
            client.publish("n", Map.of("a", 1));

            assertThat(client.metrics().published()).isEqualTo(1);
            assertThat(client.metrics().threadSocketsOpened()).isZero();
            assertThat(client.publishingEndpoints()).isEmpty();
            assertThat(client.awaitSubscribers(1, Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void thereMayBeSixtyFourIoThreads() throws Exception {
        try (BusClient client = bus.set("zmq.io-threads", "64").open()) {
            Subscription subscription = client.subscribe();
            client.publish("n", Map.of("a", 1));
            assertThat(subscription.poll(LONG)).isPresent();
        }
    }

    @Test
    void shutdownIsIdempotentAndClosesForGood() throws Exception {
        BusClient client = bus.open();
        client.publish("n", Map.of());
        assertThat(client.shutdown(LONG)).isZero();
        assertThat(client.shutdown(LONG)).isZero();
        client.close();
        assertThatThrownBy(() -> client.publish("n", Map.of())).isInstanceOf(BusClosedException.class);
        assertThatThrownBy(client::subscribe).isInstanceOf(BusClosedException.class);
    }

    @Test
    void whatHasArrivedCanStillBeTakenFromACompletedSubscription() throws Exception {
        try (BusClient client = bus.open()) {
            Subscription subscription = client.subscribe();
            for (int n = 0; n < 5_000; n++) {
                client.publish("n", Map.of("n", n));
            }
            assertThat(subscription.poll(LONG)).isPresent();
            // More than the subscription's own queue holds: the rest waits in ZeroMQ.
            org.awaitility.Awaitility.await()
                    .atMost(LONG)
                    .until(() -> client.metrics().queuedReceived() >= 1_000
                            && client.metrics().queuedMessages() == 0);

            subscription.complete();
            int taken = 1;
            while (subscription.poll(LONG).isPresent()) {
                taken++;
            }

            assertThat(taken).isEqualTo(5_000);
            assertThat(subscription.isClosed()).isTrue();
            assertThat(client.metrics().discarded()).isZero();
        }
    }
}
