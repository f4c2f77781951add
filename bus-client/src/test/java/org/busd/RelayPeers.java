package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Peers on both sides of a relay that send and receive frames as they are. */
final class RelayPeers implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ZContext context = new ZContext();
    private final int inbound;
    private final int outbound;

    RelayPeers(int inbound, int outbound) {
        this.inbound = inbound;
        this.outbound = outbound;
    }

    ZMQ.Socket publisher() {
        ZMQ.Socket socket = context.createSocket(SocketType.XPUB);
        socket.setLinger((int) LONG.toMillis());
        socket.setSndHWM(0);
        socket.setReceiveTimeOut((int) LONG.toMillis());
        socket.setHandshakeIvl(500);
        socket.connect("tcp://127.0.0.1:" + inbound);
        assertThat(socket.recv()).as("the relay's subscription").containsExactly(1);
        return socket;
    }

    /** Connected, and heard by the relay: it has got a first message. */
    ZMQ.Socket subscriber(ZMQ.Socket publisher) {
        ZMQ.Socket socket = context.createSocket(SocketType.SUB);
        socket.setReceiveTimeOut((int) LONG.toMillis());
        socket.setHandshakeIvl(500);
        socket.setRcvHWM(0);
        socket.subscribe(new byte[0]);
        socket.connect("tcp://127.0.0.1:" + outbound);
        ZMQ.Poller poller = context.createPoller(1);
        int index = poller.register(socket, ZMQ.Poller.POLLIN);
        await().atMost(LONG).until(() -> {
            publisher.send("are you there?");
            return poller.poll(20) > 0 && poller.pollin(index);
        });
        poller.close();
        publisher.send("now");
        String said;
        do {
            said = socket.recvStr();
        } while ("are you there?".equals(said));
        assertThat(said).isEqualTo("now");
        return socket;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            assertThat(socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0))
                    .isTrue();
        }
    }

    static List<ByteBuffer> comparable(List<byte[]> frames) {
        return frames.stream().map(ByteBuffer::wrap).toList();
    }

    static List<ByteBuffer> receive(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv();
            assertThat(frame).as("a frame after %s", frames.size()).isNotNull();
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return comparable(frames);
    }

    @Override
    public void close() {
        context.close();
    }
}
