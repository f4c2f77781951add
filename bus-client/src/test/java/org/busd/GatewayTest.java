package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.busd.config.Endpoint;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class GatewayTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final int source = FreePorts.range(2);
    private final String endpoint = "tcp://127.0.0.1:" + (source + 1);
    private final TestBus bus = new TestBus()
            .set("endpoints.local", "[\"tcp://127.0.0.1:" + source + "\"]")
            .set("publish.settle", "20ms")
            .set("publish.patience", "20s")
            .set("publish.linger", "20s")
            .set("subscribe.reconnect", "5ms")
            .set("subscribe.reconnect-max", "10ms")
            .set("shutdown-deadline", "20s")
            .set("gateway.high-water-mark", "100000")
            .set("gateway.endpoint", endpoint);

    private Subscription behind(BusClient client, String... topics) {
        return client.subscribe(SubscribeOptions.builder()
                .topics(topics)
                .endpoints(Endpoint.parse(endpoint))
                .build());
    }

    /** Publishes {@code n = -1} until it is heard. */
    private static void awaitHeard(BusClient client, Subscription subscription) {
        await().atMost(LONG).until(() -> {
            client.publish("n", Map.of("n", -1));
            return subscription.poll(Duration.ofMillis(20)).isPresent();
        });
    }

    /** The next number from 0 on, in order and without a gap. */
    private static int readAll(Subscription subscription, int count) throws InterruptedException {
        int next = 0;
        while (next < count) {
            int n = subscription.poll(LONG).orElseThrow().body().path("n").intValue();
            assertThat(n).isIn(-1, next);
            next += n == next ? 1 : 0;
        }
        return next;
    }

    @Test
    void whatAllEndpointsSayIsHeardInOrderAtOne() throws Exception {
        int count = 2_000;
        try (BusClient client = bus.open();
                Gateway gateway = Gateway.open(bus.settings());
                Subscription subscription = behind(client)) {
            awaitHeard(client, subscription);
            for (int n = 0; n < count; n++) {
                client.publish("n", Map.of("n", n));
            }
            assertThat(readAll(subscription, count)).isEqualTo(count);
            assertThat(gateway.metrics().received()).isGreaterThanOrEqualTo(count);
            assertThat(gateway.metrics().connections()).isEqualTo(1);
            assertThat(gateway.endpoint()).hasToString(endpoint);
        }
    }

    @Test
    void framesArePassedOnAsTheyAre() {
        List<List<String>> messages =
                List.of(List.of("topic", "{}"), List.of("alone"), List.of("a", "", "c"), List.of("", "x"));
        try (ZContext context = new ZContext();
                Gateway gateway = Gateway.open(bus.settings())) {
            ZMQ.Socket publisher = context.createSocket(SocketType.XPUB);
            publisher.setReceiveTimeOut((int) LONG.toMillis());
            publisher.bind("tcp://127.0.0.1:" + source);
            ZMQ.Socket subscriber = context.createSocket(SocketType.SUB);
            subscriber.setReceiveTimeOut((int) LONG.toMillis());
            subscriber.setHandshakeIvl(500);
            subscriber.subscribe(new byte[0]);
            subscriber.connect(endpoint);
            assertThat(publisher.recv()).as("the gateway's subscription").containsExactly(1);
            ZMQ.Poller poller = context.createPoller(1);
            poller.register(subscriber, ZMQ.Poller.POLLIN);
            await().atMost(LONG).until(() -> {
                publisher.send("are you there?");
                return poller.poll(20) > 0;
            });
            publisher.send("now");
            await().atMost(LONG).until(() -> subscriber.recvStr().equals("now"));

            for (List<String> message : messages) {
                for (int i = 0; i < message.size(); i++) {
                    publisher.send(message.get(i), i + 1 < message.size() ? ZMQ.SNDMORE : 0);
                }
            }
            for (List<String> message : messages) {
                List<String> frames = new ArrayList<>();
                do {
                    frames.add(subscriber.recvStr());
                } while (subscriber.hasReceiveMore());
                assertThat(frames).isEqualTo(message);
            }
            assertThat(gateway.metrics().connectionsEnded()).isZero();
        }
    }

    @Test
    void namesAreResolvedAndOneThatIsUnknownStallsNobody() throws Exception {
        bus.set("endpoints.local", "[\"tcp://localhost:" + source + "\"]")
                .set("endpoints.unknown", "[\"tcp://no-such-host.invalid:4002\"]");
        try (BusClient client = bus.open();
                Gateway gateway = Gateway.open(bus.settings());
                Subscription subscription = behind(client)) {
            awaitHeard(client, subscription);
            assertThat(gateway.sources()).hasSize(3);
        }
    }

    /** Listed for those outside, it may well stand in the gateway's own settings. */
    @Test
    void itDoesNotListenToItself() throws Exception {
        bus.set("gateway.endpoint", "tcp://*:" + (source + 1)).set("endpoints.gateway", "[\"" + endpoint + "\"]");
        try (BusClient client = bus.open();
                Gateway gateway = Gateway.open(bus.settings());
                Subscription subscription = behind(client, "org.example.dev.test.n")) {
            awaitHeard(client, subscription);
            client.publish("n", Map.of("n", 1));
            await().atMost(LONG)
                    .until(() -> subscription
                                    .poll(LONG)
                                    .orElseThrow()
                                    .body()
                                    .path("n")
                                    .intValue()
                            == 1);
            long received = gateway.metrics().received();
            client.publish("n", Map.of("n", 2));
            assertThat(subscription.poll(LONG).orElseThrow().body().path("n").intValue())
                    .isEqualTo(2);
            assertThat(subscription.poll(Duration.ofMillis(200))).isEmpty();
            assertThat(gateway.metrics().received()).isEqualTo(received + 1);
            assertThat(gateway.metrics().connections()).isEqualTo(1);
        }
    }

    @Test
    void aFullSubscriberLosesAloneAndNobodyWaits() throws Exception {
        int count = 10_000;
        bus.set("gateway.high-water-mark", "500").set("subscribe.high-water-mark", "100000");
        String text = "x".repeat(4_000);
        try (Gateway gateway = Gateway.open(bus.settings());
                BusClient client = bus.open();
                Subscription reading = behind(client, "org.example.dev.test.n");
                SilentPeer silent = new SilentPeer(source + 1, "org.example.dev.test.n")) {
            awaitHeard(client, reading);
            CompletableFuture<Integer> heard = CompletableFuture.supplyAsync(() -> {
                try {
                    return readAll(reading, count);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int n = 0; n < count; n++) {
                client.publish("n", Map.of("n", n, "text", text));
                if (n % 200 == 0) {
                    // So that only the silent one falls behind.
                    int published = n;
                    await().atMost(LONG).until(() -> gateway.metrics().passedOn() > published);
                }
            }
            assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo(count);
            assertThat(client.metrics().dropEpisodes()).isZero();

            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
            assertThat(silent.readToEnd()).as("the one that did not read").isLessThan(count);
            closed.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTakenPortIsToldWithItsKeyAndNothingIsLeftOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(source + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Gateway.open(bus.settings()))
                    .isInstanceOf(BusException.class)
                    .hasMessageStartingWith("cannot bind " + endpoint + " (bus.gateway.endpoint): ");
            assertThat(taken.isBound()).isTrue();
        }
        Gateway gateway = Gateway.open(bus.settings());
        assertThat(gateway.isResponding(LONG)).isTrue();
        gateway.close();
        assertThat(gateway.isResponding(LONG)).isFalse();
        gateway.close();
        assertThat(gateway.ended().toCompletableFuture()).isCompleted();
        new ServerSocket(source + 1, 1, InetAddress.getLoopbackAddress()).close();
    }
}
