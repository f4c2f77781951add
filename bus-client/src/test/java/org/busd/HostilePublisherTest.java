package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.busd.RawPeer.bytes;
import static org.busd.RawPeer.frame;
import static org.busd.RawPeer.greeting;
import static org.busd.RawPeer.head;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What those can do whom we connect to, and that we are back when somebody honest listens there. */
class HostilePublisherTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long MIB = 1024 * 1024;

    private final TestBus bus = new TestBus(2)
            .set("publish.settle", "20ms")
            .set("publish.linger", "1s")
            .set("subscribe.reconnect", "5ms")
            .set("subscribe.reconnect-max", "10ms");

    /** Listens where an honest one should, and says the same to everybody. */
    private static final class Hostile implements AutoCloseable {
        private final ServerSocket listening;
        private final Thread thread;
        private final AtomicInteger served = new AtomicInteger();

        /** {@code hello} replaces the handshake, if there is any. */
        Hostile(int port, byte[] hello, byte[] rest) throws IOException {
            listening = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
            thread = new Thread(() -> serve(hello, rest), "hostile");
            thread.start();
        }

        private void serve(byte[] hello, byte[] rest) {
            while (!listening.isClosed()) {
                serveOne(hello, rest);
            }
        }

        private void serveOne(byte[] hello, byte[] rest) {
            try (RawPeer peer = RawPeer.accepted(listening.accept())) {
                served.incrementAndGet();
                if (hello.length > 0) {
                    peer.say(hello);
                } else {
                    peer.shakeHands("PUB");
                }
                while (rest.length > 0 && !listening.isClosed()) {
                    peer.say(rest);
                }
                peer.readToEnd(LONG);
            } catch (IOException gone) {
                return;
            }
        }

        int served() {
            return served.get();
        }

        @Override
        public void close() throws IOException, InterruptedException {
            listening.close();
            thread.join(LONG.toMillis());
        }
    }

    private record Attack(String what, List<byte[]> says) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Attack> attacks() {
        byte[] none = new byte[0];
        return Stream.of(
                new Attack("a web server", List.of(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"), none)),
                new Attack("ZMTP 2.0", List.of(greeting(1, "\0\0"), none)),
                new Attack("another mechanism", List.of(greeting(3, "CURVE"), none)),
                new Attack("negative lengths", List.of(none, head(0, -1))),
                new Attack("huge lengths", List.of(none, head(0, Long.MAX_VALUE))),
                new Attack("more than may be", List.of(none, head(0, 10 * 1024 * 1024 + 1))),
                new Attack("a message without end", List.of(none, frame(RawPeer.MORE, new byte[1000]))));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void othersAreHeardAndSoIsWhoListensThereLater(Attack attack) throws Exception {
        Resources before = Resources.now();
        try (BusClient listener = bus.open();
                Hostile hostile = new Hostile(
                        bus.firstPort(), attack.says().get(0), attack.says().get(1));
                Subscription subscription = listener.subscribe("org.example.dev.test.n")) {
            try (BusClient other = bus.open()) {
                awaitHeard(other, subscription);
                await().atMost(LONG).until(() -> hostile.served() > 1);
                long live = Resources.liveBytes();
                hears(other, subscription, 2_000);
                Resources.awaitIdle();
                assertThat(Resources.liveBytes() - live).isLessThan(32 * MIB);
            }
            hostile.close();
            try (BusClient later = bus.open()) {
                assertThat(later.awaitSubscribers(1, LONG)).isTrue();
                awaitHeard(later, subscription);
            }
        }
        before.awaitGivenBack();
    }

    /** The outlet of a process connects, too. */
    @Test
    void aRelayIsUsedWhereSomethingElseListenedBefore() throws Exception {
        int inbound = FreePorts.range(2);
        bus.set("publish.via", "relay")
                .set("publish.ready-timeout", "2s")
                .set("relay.inbound", "[\"tcp://127.0.0.1:" + inbound + "\"]")
                .set("relay.outbound", "[\"tcp://127.0.0.1:" + (inbound + 1) + "\"]");
        try (BusClient client = bus.open()) {
            try (Hostile hostile = new Hostile(inbound, bytes("HTTP/1.1 400 Bad Request\r\n\r\n"), new byte[0])) {
                assertThat(client.awaitSubscribers(1, Duration.ofMillis(100))).isFalse();
                await().atMost(LONG).until(() -> hostile.served() > 1);
            }
            try (Relay relay = Relay.open(bus.settings())) {
                assertThat(client.awaitSubscribers(1, LONG)).isTrue();
                client.publish("n", Map.of());
                await().atMost(LONG).until(() -> relay.metrics().passedOn() == 1);
            }
        }
    }

    private static void awaitHeard(BusClient publisher, Subscription subscription) {
        await().atMost(LONG).until(() -> {
            publisher.publish("n", Map.of("n", -1));
            return subscription.poll(Duration.ofMillis(20)).isPresent();
        });
    }

    private static void hears(BusClient publisher, Subscription subscription, int count) throws InterruptedException {
        for (int n = 0; n < count; n++) {
            publisher.publish("n", Map.of("n", n));
        }
        int expected = 0;
        while (expected < count) {
            int n = subscription.poll(LONG).orElseThrow().body().path("n").intValue();
            assertThat(n).isIn(-1, expected);
            expected += n == expected ? 1 : 0;
        }
    }
}
