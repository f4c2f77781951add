package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One kind of bound socket under attack, and an honest publisher and an honest subscriber beside the attackers. */
final class Attacked implements AutoCloseable {
    /** Which sockets others can connect to. */
    enum Kind {
        OUTLET("SUB"),
        RELAY_INBOUND("PUB"),
        RELAY_OUTBOUND("SUB");

        private final String peerType;

        Kind(String peerType) {
            this.peerType = peerType;
        }

        /** The type of those who connect to it. */
        String peerType() {
            return peerType;
        }

        boolean takesSubscriptions() {
            return peerType.equals("SUB");
        }
    }

    private static final Duration LONG = Duration.ofSeconds(30);
    /** Far above what it takes, far below what a hanging close takes. */
    private static final Duration CLOSING = Duration.ofSeconds(6);

    private final Resources before = Resources.now();
    private final Kind kind;
    private final int port;
    private final @org.jspecify.annotations.Nullable Relay relay;
    private final BusClient publisher;
    private final BusClient listener;
    private final Subscription subscription;
    private int next;

    Attacked(Kind kind, Map<String, String> settings) {
        this.kind = kind;
        int inbound = FreePorts.range(2);
        TestBus bus = new TestBus(1)
                .set("publish.settle", "20ms")
                .set("publish.patience", "20s")
                .set("publish.ready-timeout", "20s")
                .set("publish.linger", "1s")
                .set("shutdown-deadline", "2s")
                .set("subscribe.reconnect", "5ms")
                .set("subscribe.reconnect-max", "10ms");
        if (kind != Kind.OUTLET) {
            bus.set("publish.via", "relay")
                    .set("relay.inbound", "[\"tcp://127.0.0.1:" + inbound + "\"]")
                    .set("relay.outbound", "[\"tcp://127.0.0.1:" + (inbound + 1) + "\"]")
                    .set("endpoints.relay", "[\"tcp://127.0.0.1:" + (inbound + 1) + "\"]");
        }
        settings.forEach(bus::set);
        port = switch (kind) {
            case OUTLET -> bus.firstPort();
            case RELAY_INBOUND -> inbound;
            case RELAY_OUTBOUND -> inbound + 1;
        };
        relay = kind == Kind.OUTLET ? null : Relay.open(bus.settings());
        publisher = bus.open();
        listener = bus.open();
        subscription = listener.subscribe("org.example.dev.test.n");
        await().atMost(LONG).until(() -> {
            publisher.publish("n", Map.of("n", -1));
            return subscription.poll(Duration.ofMillis(20)).isPresent();
        });
    }

    Kind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    /** One that has connected and shaken hands as an honest peer does. */
    RawPeer peer() throws java.io.IOException {
        return RawPeer.ready(port, kind.peerType());
    }

    /** So many connections to it were ended for what came over them. */
    long ended() {
        return relay == null
                ? publisher.metrics().connectionsEnded()
                : relay.metrics().connectionsEnded();
    }

    long turnedAway() {
        return relay == null
                ? publisher.metrics().connectionsTurnedAway()
                : relay.metrics().connectionsTurnedAway();
    }

    /** The honest two: everything said is heard, in order. */
    void serves(int count) {
        int first = next;
        next += count;
        CompletableFuture<Void> published = CompletableFuture.runAsync(() -> {
            for (int n = first; n < first + count; n++) {
                publisher.publish("n", Map.of("n", n));
            }
        });
        try {
            int expected = first;
            while (expected < first + count) {
                int n = subscription.poll(LONG).orElseThrow().body().path("n").intValue();
                assertThat(n).isIn(-1, expected);
                expected += n == expected ? 1 : 0;
            }
            published.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("message " + first + " to " + (first + count), e);
        }
    }

    /** Somebody who subscribes now to something new. */
    void servesNewcomers() {
        try (Subscription newcomer = listener.subscribe("org.example.dev.test.fresh")) {
            await().atMost(LONG).until(() -> {
                publisher.publish("fresh", Map.of());
                return newcomer.poll(Duration.ofMillis(20)).isPresent();
            });
        }
    }

    @Override
    public void close() {
        subscription.close();
        listener.close();
        assertCloses(publisher::close);
        if (relay != null) {
            assertCloses(relay::close);
        }
        before.awaitGivenBack();
    }

    private static void assertCloses(Runnable closing) {
        long start = System.nanoTime();
        closing.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("closing").isLessThan(CLOSING);
    }
}
