package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who is waited for once the settle time is over. */
class AcceptProbeTest {
    private static final byte[] SUBSCRIBE = "\1org.example".getBytes(StandardCharsets.UTF_8);

    private final Subscriptions subscriptions = new Subscriptions();

    @Test
    void aSubscriberIsUnderWayUntilTheSocketHasTakenItsSubscriptionIn() {
        subscriptions.accepted("127.0.0.1:1");
        assertThat(subscriptions.isGreeting()).isTrue();
        subscriptions.frameFrom("127.0.0.1:1", SUBSCRIBE);
        assertThat(subscriptions.isGreeting()).isTrue();
        subscriptions.arrived("org.example".getBytes(StandardCharsets.UTF_8));
        assertThat(subscriptions.isGreeting()).isFalse();
    }

    @Test
    void whoHasGoneIsNotUnderWay() {
        subscriptions.accepted("127.0.0.1:1");
        subscriptions.accepted("127.0.0.1:2");
        subscriptions.frameFrom("127.0.0.1:2", SUBSCRIBE);
        subscriptions.arrived("org.example".getBytes(StandardCharsets.UTF_8));
        subscriptions.gone("127.0.0.1:1");
        subscriptions.gone("127.0.0.1:2");
        assertThat(subscriptions.isGreeting()).isFalse();
        assertThat(subscriptions.covering(new byte[0])).isZero();
    }

    @Test
    void aConnectionMadeBeforeTheProbeIsSeenBeforeItIsOver() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Socket subscriber = new Socket(listening.getInetAddress(), listening.getLocalPort());
                AcceptProbe probe = AcceptProbe.open(
                                (InetSocketAddress) listening.getLocalSocketAddress(), subscriptions)
                        .orElseThrow()) {
            assertThat(subscriptions.isGreeting()).isTrue();
            String first = accept(listening);
            assertThat(first).endsWith(":" + subscriber.getLocalPort());
            subscriptions.gone(first);
            assertThat(subscriptions.isGreeting()).isTrue();
            accept(listening);
            assertThat(subscriptions.isGreeting()).isFalse();
        }
    }

    @Test
    void aProbeThatIsClosedIsNotWaitedFor() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
            AcceptProbe.open(address, subscriptions).orElseThrow().close();
            assertThat(subscriptions.isGreeting()).isFalse();
        }
    }

    private String accept(ServerSocket listening) throws IOException {
        try (Socket accepted = listening.accept()) {
            String peer = new zmq.io.net.Address(accepted.getRemoteSocketAddress()).address();
            subscriptions.accepted(peer);
            return peer;
        }
    }
}
