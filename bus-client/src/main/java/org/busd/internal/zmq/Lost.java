package org.busd.internal.zmq;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.busd.config.Endpoint;
import zmq.poll.IPollEvents;

/**
 * Connections of our making that JeroMQ has given up. It makes a connection again that broke, but not one over which came
 * what is not ZMTP (0.6.0, {@code SessionBase.engineError}); and then who listens there once that is mended is never heard.
 * It tells of every end, and at once that it tries again; who is not tried again after a while has been given up.
 *
 * <p>And attempts that get no answer: TCP asks again after ever longer pauses, so that a network that was gone for a minute
 * would be noticed half a minute after it is back; a new attempt asks at once.
 *
 * <p>Thread-safe: filled on I/O threads, emptied by the socket's owner.
 */
final class Lost implements IPollEvents {
    /** Also the pace of new attempts at somebody who speaks something else. */
    private static final long PATIENCE_MILLIS = 1000;

    /** How often those are looked for whose time is up. */
    private static final long LOOK_MILLIS = 500;

    /** What is awaited, by the names that JeroMQ gives endpoints in its events. */
    private final Map<String, Loss> awaited = new ConcurrentHashMap<>();
    /** Whether a look is due. */
    private final AtomicBoolean looking = new AtomicBoolean();

    private final Queue<InetSocketAddress> givenUp = new ConcurrentLinkedQueue<>();
    private final Predicate<IPollEvents> timer;
    private volatile Runnable waker = () -> {};

    private record Loss(Supplier<InetSocketAddress> where, long untilNanos) {}

    Lost(ZmqContext context) {
        this.timer = events -> context.onTimer(LOOK_MILLIS, events);
    }

    /** Has {@code called} called, on an I/O thread, when there is somebody to be connected to again. */
    void onGivenUp(Runnable called) {
        waker = called;
    }

    /** A connection has ended: an attempt at another must follow. */
    void lost(String name, InetSocketAddress where) {
        await(name, () -> where, PATIENCE_MILLIS);
    }

    /** An attempt has begun: within {@code patience} it must lead to a connection, or fail. */
    void trying(String name, Duration patience) {
        await(name, () -> address(name), patience.toMillis());
    }

    private static InetSocketAddress address(String name) {
        Endpoint endpoint = Endpoint.parse(name).get(0);
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    private void await(String name, Supplier<InetSocketAddress> where, long millis) {
        awaited.put(name, new Loss(where, System.nanoTime() + millis * 1_000_000));
        lookLater();
    }

    /** What was awaited has happened. */
    void found(String name) {
        awaited.remove(name);
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true) && !timer.test(this)) {
            looking.set(false);
        }
    }

    /** Somebody to be connected to again. */
    Optional<InetSocketAddress> poll() {
        return Optional.ofNullable(givenUp.poll());
    }

    @Override
    public void timerEvent(int id) {
        looking.set(false);
        long now = System.nanoTime();
        boolean any = false;
        for (Iterator<Loss> all = awaited.values().iterator(); all.hasNext(); ) {
            Loss loss = all.next();
            if (now - loss.untilNanos() >= 0) {
                givenUp.add(loss.where().get());
                all.remove();
                any = true;
            }
        }
        if (!awaited.isEmpty()) {
            lookLater();
        }
        if (any) {
            waker.run();
        }
    }
}
