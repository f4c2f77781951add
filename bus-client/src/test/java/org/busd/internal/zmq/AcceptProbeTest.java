package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import zmq.Msg;

/** Who is waited for once the settle time is over. */
class AcceptProbeTest {
    private static final byte[] SUBSCRIBE = "\1org.example".getBytes(StandardCharsets.UTF_8);

    private final Subscriptions subscriptions = new Subscriptions();
    private final Subscribers subscribers = subscriptions.ofSocket();
    private final Peer first = peer("127.0.0.1:1");
    private final Peer second = peer("127.0.0.1:2");

    private static Peer peer(String address) {
        return new Peer(address, (peer, offence) -> {});
    }

    @Test
    void aSubscriberIsUnderWayUntilTheSocketHasTakenItsSubscriptionIn() {
        subscribers.came(first);
        assertThat(subscribers.isGreeting()).isTrue();
        assertThat(subscribers.judge(first, new Msg(SUBSCRIBE))).isEqualTo(Verdict.ADMITTED);
        assertThat(subscribers.isGreeting()).isTrue();
        subscribers.arrived(SUBSCRIBE);
        assertThat(subscribers.isGreeting()).isFalse();
    }

    @Test
    void whoHasGoneIsNotUnderWay() {
        subscribers.came(first);
        subscribers.came(second);
        assertThat(subscribers.judge(second, new Msg(SUBSCRIBE))).isEqualTo(Verdict.ADMITTED);
        subscribers.arrived(SUBSCRIBE);
        subscribers.left(first);
        subscribers.left(second);
        assertThat(subscribers.isGreeting()).isFalse();
        assertThat(subscriptions.covering(new byte[0])).isZero();
    }

    @Test
    void aConnectionMadeBeforeTheProbeIsSeenBeforeItIsOver() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Socket subscriber = new Socket(listening.getInetAddress(), listening.getLocalPort());
                AcceptProbe probe = AcceptProbe.open((InetSocketAddress) listening.getLocalSocketAddress(), subscribers)
                        .orElseThrow()) {
            assertThat(subscribers.isGreeting()).isTrue();
            Peer accepted = accept(listening);
            assertThat(accepted.address()).endsWith(":" + subscriber.getLocalPort());
            subscribers.left(accepted);
            assertThat(subscribers.isGreeting()).isTrue();
            Peer ignored = accept(listening);
            assertThat(subscribers.isGreeting()).isFalse();
        }
    }

    @Test
    void aProbeThatIsClosedIsNotWaitedFor() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
            AcceptProbe.open(address, subscribers).orElseThrow().close();
            assertThat(subscribers.isGreeting()).isFalse();
        }
    }

    private Peer accept(ServerSocket listening) throws IOException {
        try (Socket accepted = listening.accept()) {
            Peer peer = peer(new zmq.io.net.Address(accepted.getRemoteSocketAddress()).address());
            subscribers.came(peer);
            return peer;
        }
    }
}
