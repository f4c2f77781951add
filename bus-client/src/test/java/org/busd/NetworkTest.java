package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing and subscribing where it matters that there is a network: ports, names, connections. */
class NetworkTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestBus bus = new TestBus();

    @Test
    void ofThousandsOfTopicsEachIsHeardAlsoWhenTheyHaveBeenSentAgain() throws Exception {
        int count = 1500;
        TestBus bus = new TestBus(1).set("subscribe.reconnect", "5ms").set("subscribe.reconnect-max", "20ms");
        String[] topics = IntStream.range(0, count)
                .mapToObj(n -> "org.example.dev.test.t%04d".formatted(n))
                .toArray(String[]::new);
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe(topics)) {
            for (int round = 0; round < 3; round++) {
                try (BusClient publisher = bus.open()) {
                    assertThat(publisher.awaitSubscribers(count, LONG)).isTrue();
                    for (int n = 0; n < count; n++) {
                        publisher.publish("t%04d".formatted(n), Map.of());
                    }
                    for (String topic : topics) {
                        assertThat(subscription.poll(LONG).orElseThrow().topic())
                                .isEqualTo(topic);
                    }
                }
            }
        }
    }

    @Test
    void moreTopicsThanPublishersTakeAreRefused() {
        try (BusClient client = new TestBus().open()) {
            String[] many = IntStream.range(0, 10_001).mapToObj(n -> "t" + n).toArray(String[]::new);
            assertThatThrownBy(() -> client.subscribe(many))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10001 topics");
            assertThatThrownBy(() -> client.subscribe("t".repeat(1025)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1025 bytes");
        }
    }

    /** It may be a subscriber that is about to shake hands, and is waited for as that, but not for long. */
    @Test
    void whoConnectsAndSaysNothingHoldsUpTheFirstMessageForAMomentOnly() throws Exception {
        TestBus brief = new TestBus(1)
                .set("publish.settle", "300ms")
                .set("subscribe.reconnect", "5ms")
                .set("subscribe.reconnect-max", "10ms");
        FutureTask<RawPeer> silent = new FutureTask<>(() -> {
            while (true) {
                try {
                    return RawPeer.connect(brief.firstPort());
                } catch (ConnectException e) {
                    Thread.onSpinWait();
                }
            }
        });
        Thread connecting = new Thread(silent);
        connecting.setDaemon(true);
        connecting.start();
        try (BusClient client = brief.open();
                Subscription subscription = client.subscribe()) {
            long start = System.nanoTime();
            client.publish("n", Map.of());
            assertThat(subscription.poll(LONG)).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        } finally {
            silent.get(20, TimeUnit.SECONDS).close();
        }
    }

    /** One connection of some twenty stood still for ZeroMQ's handshake time-out of 30 s; see SecondLook. */
    @Test
    void noConnectionStandsStillBeforeItsHandshake() throws Exception {
        TestBus single = new TestBus(1).set("endpoints.relay", "null");
        try (BusClient client = single.open()) {
            client.publish("n", Map.of());
            int repeat = Integer.getInteger("busd.test.repeat", 200);
            for (int i = 0; i < repeat; i++) {
                try (BusClient other = single.open();
                        Subscription subscription = other.subscribe("subscriber" + i)) {
                    assertThat(client.awaitSubscribers(1, Duration.ofSeconds(10)))
                            .as("subscriber %s is there", i)
                            .isTrue();
                    assertThat(subscription.isClosed()).isFalse();
                }
                org.awaitility.Awaitility.await()
                        .atMost(LONG)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> !client.awaitSubscribers(1, Duration.ZERO));
            }
        }
    }

    @Test
    void aSlowSubscriberGetsTheLastMessagesOfAClientThatIsClosed() throws Exception {
        int count = 6_000;
        bus.set("subscribe.high-water-mark", "1").set("publish.linger", "20s");
        try (BusClient listening = bus.open();
                Subscription subscription = listening.subscribe()) {
            BusClient client = bus.open();
            String text = "x".repeat(1_000);
            for (int n = 0; n < count; n++) {
                client.publish("n", Map.of("n", n, "text", text));
            }
            Thread closing = new Thread(client::close);
            closing.start();
            int received = 0;
            while (received < count && subscription.poll(Duration.ofSeconds(5)).isPresent()) {
                received++;
                java.util.concurrent.locks.LockSupport.parkNanos(100_000);
            }
            closing.join(60_000);

            assertThat(received).isEqualTo(count);
        }
    }

    @Test
    void twoClientsSideBySideTakeTwoPorts() throws Exception {
        try (BusClient one = bus.open();
                BusClient two = bus.open();
                Subscription subscription = one.subscribe()) {
            one.publish("n", Map.of("from", 1));
            two.publish("n", Map.of("from", 2));

            assertThat(one.publishingEndpoints()).hasSize(1).isNotEqualTo(two.publishingEndpoints());
            List<Integer> from = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                from.add(
                        subscription.poll(LONG).orElseThrow().body().get("from").asInt());
            }
            assertThat(from).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void whenNoPortIsFreeTheErrorListsThoseTriedAndTheNextPublishTriesAgain() throws Exception {
        TestBus one = new TestBus(1);
        try (BusClient holder = one.open();
                BusClient late = one.open();
                Subscription subscription = late.subscribe()) {
            holder.publish("a", Map.of());
            assertThatThrownBy(() -> late.publish("b", Map.of()))
                    .isInstanceOf(BusException.class)
                    .hasMessageContaining("tcp://127.0.0.1:" + one.firstPort())
                    .hasMessageContaining("local");

            holder.close();
            late.publish("c", Map.of());
            List<String> seen = new ArrayList<>();
            while (!seen.contains("org.example.dev.test.c")) {
                seen.add(subscription.poll(LONG).orElseThrow().topic());
            }
        }
    }

    @Test
    void eachPublishingThreadHasAnOutletOfItsOwnWhereToldSo() throws Exception {
        try (BusClient client = bus.set("publish.fan-in", "thread").open();
                Subscription subscription = client.subscribe()) {
            client.publish("n", Map.of());
            Thread other = new Thread(() -> client.publish("n", Map.of()));
            other.start();
            other.join();

            assertThat(client.publishingEndpoints()).hasSize(2).doesNotHaveDuplicates();
            assertThat(subscription.poll(LONG)).isPresent();
            assertThat(subscription.poll(LONG)).isPresent();
        }
    }

    /** Its outlet has closed, and with it the connections to it; nobody has said so for each of them. */
    @Test
    void whoListenedToAThreadThatHasGoneIsCountedNoMore() throws Exception {
        try (BusClient client = bus.set("publish.fan-in", "thread").open()) {
            try (BusClient listener = bus.open();
                    Subscription subscription = listener.subscribe()) {
                assertThat(client.awaitSubscribers(1, LONG)).isTrue();
                client.closeThread();
                await().atMost(LONG).until(() -> client.publishingEndpoints().isEmpty());
                assertThat(subscription.isClosed()).isFalse();
            }
            assertThat(client.awaitSubscribers(1, Duration.ofMillis(100))).isFalse();
        }
    }

    @Test
    void withoutARelayCallersAreToldWhereItWasLookedForAndNobodyWaitsTwice() throws Exception {
        int port = FreePorts.range(1);
        TestBus relayed = bus.set("publish.via", "relay")
                .set("relay.inbound", "[\"tcp://127.0.0.1:" + port + "\"]")
                .set("publish.ready-timeout", "300ms");
        try (BusClient client = relayed.open()) {
            long start = System.nanoTime();
            // A wait each would take a minute.
            for (int i = 0; i < 200; i++) {
                assertThatThrownBy(() -> client.publish("n", Map.of()))
                        .isInstanceOf(BusException.class)
                        .hasMessageContaining("tcp://127.0.0.1:" + port);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
        }
    }

    @Test
    void aHostNameThatNobodyKnowsStallsNobody() throws Exception {
        bus.set("endpoints.gone", "[\"tcp://nowhere.invalid:5000\", \"tcp://neither.invalid:5000\"]");
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            client.publish("n", Map.of());

            assertThat(subscription.poll(LONG)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "[::1]"})
    void endpointsMayBeNamesAndIpv6Addresses(String host) throws Exception {
        int port = FreePorts.range(1);
        try (BusClient client = bus.set("endpoints.local", "[\"tcp://" + host + ":" + port + "\"]")
                        .open();
                Subscription subscription = client.subscribe()) {
            client.publish("n", Map.of());

            assertThat(subscription.poll(LONG)).isPresent();
            assertThat(client.publishingEndpoints()).hasToString("[tcp://" + host + ":" + port + "]");
        }
    }
}
