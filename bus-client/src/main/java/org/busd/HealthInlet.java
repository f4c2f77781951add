package org.busd;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.TcpAddresses;
import org.busd.internal.zmq.ZmqContext;
import org.busd.internal.zmq.ZmqSocket;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.ZMQ;

/** Listens to what a daemon tells of its health at its {@link HealthOutlet}. Thread-safe. */
public final class HealthInlet {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Duration GRACE = Duration.ofMillis(500);

    private HealthInlet() {}

    /**
     * Waits for the next report.
     *
     * @param settings how the connection is set up
     * @param endpoint where the daemon tells it
     * @param wait how long to wait; its resolver may take longer for an unknown host
     * @return usually JSON; empty if none came in time
     * @throws BusException if the host is unknown, or no socket is to be had
     */
    public static Optional<byte[]> read(BusSettings settings, Endpoint endpoint, Duration wait) {
        return Uninterruptibly.get(() -> {
            try {
                return readOnce(settings, TcpAddresses.resolve(endpoint), wait);
            } catch (UnknownHostException e) {
                throw new BusException(endpoint + ": the host is unknown", e);
            } catch (Failure e) {
                throw BusException.of(e);
            }
        });
    }

    private static Optional<byte[]> readOnce(BusSettings settings, Endpoint address, Duration wait) {
        ZmqContext context = ZmqContext.of("health-reader-" + NUMBERS.incrementAndGet(), settings);
        try {
            ZmqSocket socket = new Sockets(context, settings).sub(event -> {});
            try {
                socket.set(ZMQ.ZMQ_SUBSCRIBE, new byte[0]);
                socket.set(ZMQ.ZMQ_RCVTIMEO, (int) Math.min(wait.toMillis(), Integer.MAX_VALUE));
                socket.connect(address);
                @Nullable Msg report = socket.receive(0);
                return report == null ? Optional.empty() : Optional.of(report.data());
            } finally {
                socket.close(0);
            }
        } finally {
            boolean ignored = context.terminate(GRACE);
        }
    }
}
