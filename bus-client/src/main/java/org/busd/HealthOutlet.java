package org.busd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.relay.BoundEndpoints;
import org.busd.internal.zmq.Binding;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.Subscribers;
import org.busd.internal.zmq.Subscriptions;
import org.busd.internal.zmq.ZmqContext;
import org.busd.internal.zmq.ZmqSocket;
import zmq.Msg;
import zmq.ZMQ;

/**
 * Where a daemon tells how it is: a publishing socket of its own whose messages are one frame, without a topic, as tools
 * for moksha's hubs read them. Nobody is waited for, and who is not connected misses what is published.
 *
 * <p>It has no thread of its own. Thread-safe.
 */
public final class HealthOutlet implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** For its context to end. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** A report replaces the one before: to keep many would be of no use. */
    private static final int HIGH_WATER_MARK = 10;

    private final ZmqContext context;
    private final Sockets sockets;
    private final Subscribers subscribers = new Subscriptions().ofSocket();
    /** Guarded by this, as is {@link #closed}. */
    private final ZmqSocket socket;

    private boolean closed;

    private HealthOutlet(BusSettings settings) {
        context = ZmqContext.of("health-" + NUMBERS.incrementAndGet(), settings);
        sockets = new Sockets(context, settings);
        socket = sockets.xpub(subscribers, 1, HIGH_WATER_MARK);
    }

    /**
     * Opens one.
     *
     * @param settings how its connections are set up
     * @param endpoint where; bound as endpoints are
     * @return an outlet to be closed
     * @throws BusException if the endpoint cannot be bound
     */
    public static HealthOutlet open(BusSettings settings, Endpoint endpoint) {
        return Uninterruptibly.get(() -> {
            try {
                HealthOutlet outlet = new HealthOutlet(settings);
                outlet.bind(settings, endpoint);
                return outlet;
            } catch (Failure e) {
                throw BusException.of(e);
            }
        });
    }

    private synchronized void bind(BusSettings settings, Endpoint endpoint) {
        Binding binding = new Binding(settings.publish().bindAddress());
        try {
            new BoundEndpoints(List.of(endpoint), "bus.monitoring.endpoint", binding).bind(socket);
        } catch (Failure e) {
            close();
            throw e;
        }
    }

    /**
     * Publishes a report; after the end, does nothing.
     *
     * @param report usually JSON
     */
    public synchronized void publish(byte[] report) {
        if (closed) {
            return;
        }
        Msg frame;
        while ((frame = socket.receive(ZMQ.ZMQ_DONTWAIT)) != null) {
            sockets.took(subscribers, frame);
        }
        boolean ignored = socket.send(new Msg(report), ZMQ.ZMQ_DONTWAIT);
    }

    /** Closes its port, at once. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            socket.close(0);
            subscribers.close();
            boolean ignored = context.terminate(GRACE);
        }
    }
}
