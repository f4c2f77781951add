package org.busd.benchmarks.endtoend;

import java.nio.charset.StandardCharsets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Bare JeroMQ, with what bus.d sets where it matters to speed: the same high-water marks and socket buffers, and a
 * publisher that waits for room rather than drop. A publishing socket a thread, which is the fastest way to publish by
 * several, each at a port of its own; the subscriber connects to them all.
 */
final class JeromqWiring implements Wiring {
    static final int HIGH_WATER_MARK = 10_000;
    static final int BUFFER_BYTES = 128 * 1024;

    private static final byte[] TOPIC = Envelopes.TOPIC.getBytes(StandardCharsets.US_ASCII);

    private final ZContext context = new ZContext();
    private final int port;
    private final int threads;
    private final int bytes;

    JeromqWiring(int port, int threads, int bytes) {
        this.port = port;
        this.threads = threads;
        this.bytes = bytes;
    }

    @Override
    public Sender sender(int thread) {
        ZMQ.Socket socket = context.createSocket(SocketType.XPUB);
        socket.setSndHWM(HIGH_WATER_MARK);
        socket.setXpubNoDrop(true);
        socket.setLinger(10_000);
        socket.bind("tcp://127.0.0.1:" + (port + thread));
        // JeroMQ takes it only after a bind.
        socket.setSendBufferSize(BUFFER_BYTES);
        // The subscriber's.
        byte[] subscription = socket.recv();
        if (subscription == null || subscription[0] != 1) {
            throw new IllegalStateException("no subscriber came");
        }
        Envelopes envelopes = new Envelopes(bytes, thread);
        return new Sender() {
            @Override
            public void publish(long at, long n) {
                if (!socket.sendMore(TOPIC) || !socket.send(envelopes.next(at, n))) {
                    throw new IllegalStateException("JeroMQ refuses a message: errno " + socket.errno());
                }
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    @Override
    public void subscribe(Tally tally) {
        ZMQ.Socket socket = context.createSocket(SocketType.SUB);
        socket.setRcvHWM(HIGH_WATER_MARK);
        socket.setReceiveBufferSize(BUFFER_BYTES);
        socket.subscribe(TOPIC);
        for (int thread = 0; thread < threads; thread++) {
            socket.connect("tcp://127.0.0.1:" + (port + thread));
        }
        Thread reader = new Thread(() -> read(socket, tally), "reader");
        reader.setDaemon(true);
        reader.start();
    }

    private static void read(ZMQ.Socket socket, Tally tally) {
        while (socket.recv() != null && socket.hasReceiveMore()) {
            tally.take(socket.recv());
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
