package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

class RelayTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final int inbound = FreePorts.range(2);
    private final int outbound = inbound + 1;
    private final TestBus bus = new TestBus()
            .set("publish.via", "relay")
            .set("publish.settle", "20ms")
            .set("subscribe.reconnect", "5ms")
            .set("subscribe.reconnect-max", "10ms")
            .set("publish.ready-timeout", "20s")
            .set("publish.patience", "20s")
            .set("publish.linger", "20s")
            .set("shutdown-deadline", "20s")
            .set("relay.inbound", "[\"tcp://127.0.0.1:" + inbound + "\"]")
            .set("relay.outbound", "[\"tcp://127.0.0.1:" + outbound + "\"]")
            .set("endpoints.relay", "[\"tcp://127.0.0.1:" + outbound + "\"]");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void framesArePassedOnAsTheyAre() {
        byte[] binary = new byte[1 << 20];
        new java.util.Random(7).nextBytes(binary);
        List<List<byte[]>> messages = List.of(
                List.of(bytes("org.example.dev.shop.order"), bytes("{\"msg\":{}}")),
                List.of(bytes("topic"), binary),
                List.of(bytes(""), bytes("an empty topic")),
                List.of(bytes("a topic and nothing else")),
                List.of(bytes("")),
                List.of(bytes("a"), bytes("b"), bytes("c")),
                List.of(bytes("a"), bytes(""), bytes("")),
                List.of(new byte[] {0, 1, -1}, new byte[] {-2, 0}));
        try (Relay relay = Relay.open(bus.settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            for (List<byte[]> message : messages) {
                RelayPeers.send(publisher, message);
            }
            for (List<byte[]> message : messages) {
                assertThat(RelayPeers.receive(subscriber)).isEqualTo(RelayPeers.comparable(message));
            }
            // Counted when it has been sent, which may be when it is here already.
            await().atMost(LONG)
                    .until(() -> relay.metrics().passedOn() == relay.metrics().received());
            RelayMetrics metrics = relay.metrics();
            assertThat(metrics.passedOn()).isGreaterThan(messages.size());
            assertThat(metrics.connectionsEnded()).isZero();
        }
    }

    @Test
    void publishersAreListenedToAsSoonAsItIsOpen() throws Exception {
        bus.set("publish.ready-timeout", "10s");
        try (BusClient client = bus.open();
                Relay relay = Relay.open(bus.settings())) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            client.publish("n", Map.of());
            await().atMost(LONG).until(() -> relay.metrics().passedOn() == 1);
        }
    }

    /** A relay that comes back: its publishers have queued, and its subscribers need a moment to find it again. */
    @Test
    void whatPublishersQueuedWhileThereWasNoRelayIsHeard() throws Exception {
        bus.set("publish.settle", "5s").set("subscribe.reconnect", "2s").set("subscribe.reconnect-max", "2s");
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            CompletableFuture<Void> published = CompletableFuture.runAsync(() -> client.publish("first", Map.of()));
            try (Relay relay = Relay.open(bus.settings())) {
                published.get(LONG.toSeconds(), TimeUnit.SECONDS);

                assertThat(subscription.poll(LONG)).isPresent();
                assertThat(relay.metrics().received()).isEqualTo(1);
            }
        }
    }

    @Test
    void aFullSubscriberLosesAloneAndNobodyWaits() throws Exception {
        int count = 20_000;
        bus.set("publish.high-water-mark", "1000").set("subscribe.high-water-mark", "100000");
        String text = "x".repeat(4_000);
        try (Relay relay = Relay.open(bus.settings());
                BusClient client = bus.open();
                Subscription reading = client.subscribe("org.example.dev.test.n");
                SilentPeer silent = new SilentPeer(outbound, "org.example.dev.test.n")) {
            awaitHeard(client, reading);
            CompletableFuture<Integer> heard = CompletableFuture.supplyAsync(() -> {
                int next = 0;
                while (next < count) {
                    Message message = poll(reading);
                    int n = message.body().path("n").intValue();
                    assertThat(n).isIn(-1, next);
                    next += n == next ? 1 : 0;
                }
                return next;
            });
            for (int n = 0; n < count; n++) {
                client.publish("n", Map.of("n", n, "text", text));
                if (n % 500 == 0) {
                    // So that only the silent one falls behind.
                    int published = n;
                    await().atMost(LONG).until(() -> relay.metrics().passedOn() > published);
                }
            }
            assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo(count);
            assertThat(client.metrics().dropEpisodes()).isZero();
            assertThat(relay.metrics().dropEpisodes()).isPositive();

            CompletableFuture<Void> closed = CompletableFuture.runAsync(relay::close);
            assertThat(silent.readToEnd()).as("the one that did not read").isLessThan(count);
            closed.get(60, TimeUnit.SECONDS);
        }
    }

    private static Message poll(Subscription subscription) {
        try {
            return subscription.poll(LONG).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes {@code n = -1} until it is heard. */
    private static void awaitHeard(BusClient client, Subscription subscription) {
        await().atMost(LONG).until(() -> {
            client.publish("n", Map.of("n", -1));
            return subscription.poll(Duration.ofMillis(20)).isPresent();
        });
    }

    /** Written by hand, so that all of it is in TCP when the relay is asked to end. */
    @Test
    void whatHasArrivedIsPassedOnBeforeItCloses() throws Exception {
        int count = 20_000;
        bus.set("publish.high-water-mark", "1000000").set("subscribe.high-water-mark", "1000000");
        Relay relay = Relay.open(bus.settings());
        try (RelayPeers peers = new RelayPeers(inbound, outbound);
                RawPeer publisher = RawPeer.ready(inbound, "PUB")) {
            ZMQ.Socket subscriber = peers.subscriber(peers.publisher());
            byte[] frame = new byte[202];
            frame[1] = (byte) 200;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int n = 0; n < count; n++) {
                ByteBuffer.wrap(frame, 2, 4).putInt(n);
                all.write(frame);
            }
            publisher.say(all.toByteArray());
            relay.close();

            for (int n = 0; n < count; n++) {
                List<ByteBuffer> message = RelayPeers.receive(subscriber);
                assertThat(message.get(0).getInt()).isEqualTo(n);
                assertThat(message.get(0).capacity()).isEqualTo(200);
            }
        } finally {
            relay.close();
        }
    }

    @Test
    void closesInTimeWhateverPublishersAndSubscribersDo() throws Exception {
        bus.set("publish.linger", "1s").set("shutdown-deadline", "2s").set("publish.patience", "0s");
        Relay relay = Relay.open(bus.settings());
        try (BusClient client = bus.open();
                SilentPeer silent = new SilentPeer(outbound, "")) {
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishUntilClosed(client));
            await().atMost(LONG).until(() -> relay.metrics().passedOn() > 20_000);

            long start = System.nanoTime();
            relay.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
            assertThat(silent.readToEnd()).isPositive();
            client.close();
            publishing.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } finally {
            relay.close();
        }
    }

    private static void publishUntilClosed(BusClient client) {
        try {
            while (true) {
                client.publish("n", Map.of("text", "x".repeat(500)));
            }
        } catch (BusClosedException end) {
            return;
        }
    }

    @Test
    void closingIsIdempotentEndsItAndWorksFromAnyThreadAlsoAnInterruptedOne() {
        Relay relay = Relay.open(bus.settings());
        assertThat(relay.ended().toCompletableFuture()).isNotDone();
        Thread.currentThread().interrupt();
        relay.close();
        assertThat(Thread.interrupted()).isTrue();
        relay.close();

        assertThat(relay.ended().toCompletableFuture()).isCompleted();
        Relay.open(bus.settings()).close();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("relay-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbound", "outbound"})
    void aTakenPortIsNamedWithItsKey(String side) throws Exception {
        int port = side.equals("inbound") ? inbound : outbound;
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Relay.open(bus.settings()))
                    .isInstanceOf(BusException.class)
                    .hasMessageContainingAll("tcp://127.0.0.1:" + port, "bus.relay." + side)
                    .hasMessageStartingWith("cannot bind ");
            assertThat(taken.isBound()).isTrue();
        }
        Relay.open(bus.settings()).close();
    }

    @Test
    void bindsEveryEndpointListed() throws Exception {
        int more = FreePorts.range(3);
        bus.set("relay.inbound", endpoints(inbound, more)).set("relay.outbound", endpoints(outbound, more + 1));
        try (Relay relay = Relay.open(bus.settings())) {
            for (int in : new int[] {inbound, more}) {
                for (int out : new int[] {outbound, more + 1}) {
                    TestBus way = new TestBus()
                            .set("publish.via", "relay")
                            .set("publish.ready-timeout", "20s")
                            .set("relay.inbound", endpoints(in))
                            .set("endpoints.relay", endpoints(out));
                    try (BusClient client = way.open();
                            Subscription subscription = client.subscribe()) {
                        awaitHeard(client, subscription);
                    }
                }
            }
            assertThat(relay.inbound()).hasSize(2);
            assertThat(relay.outbound()).hasSize(2);
        }
    }

    private static String endpoints(int... ports) {
        return Arrays.stream(ports)
                .mapToObj(port -> "\"tcp://127.0.0.1:" + port + "\"")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    /** Two hosts with a relay each may share their settings. */
    @Test
    void endpointsThatAreTheSamePortHereAreBoundOnce() {
        bus.set("relay.inbound", "[\"tcp://one.example:" + inbound + "\", \"tcp://two.example:" + inbound + "\"]")
                .set("publish.bind-address", "127.0.0.1");
        try (Relay relay = Relay.open(bus.settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            assertThat(peers.publisher()).isNotNull();
            assertThat(relay.inbound()).hasSize(2);
        }
    }
}
