package org.busd.internal.zmq;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import zmq.poll.IPollEvents;

/**
 * Connections of our making that JeroMQ has given up. It makes a connection again that broke, but not one over which came
 * what is not ZMTP (0.6.0, {@code SessionBase.engineError}); and then who listens there once that is mended is never heard.
 * It tells of every end, and at once that it tries again; who is not tried again after a while has been given up.
 *
 * <p>Thread-safe: filled on I/O threads, emptied by the socket's owner.
 */
final class Lost implements IPollEvents {
    /** Also the pace of new attempts at somebody who speaks something else. */
    private static final long PATIENCE_MILLIS = 1000;

    private static final long PATIENCE_NANOS = PATIENCE_MILLIS * 1_000_000;

    /** By the name that JeroMQ gives them in its events. */
    private final Map<String, Loss> untried = new ConcurrentHashMap<>();

    private final Queue<InetSocketAddress> givenUp = new ConcurrentLinkedQueue<>();
    private final Predicate<IPollEvents> timer;
    private volatile Runnable waker = () -> {};

    private record Loss(InetSocketAddress where, long sinceNanos) {}

    Lost(ZmqContext context) {
        this.timer = events -> context.onTimer(PATIENCE_MILLIS + 1, events);
    }

    /** Has {@code called} called, on an I/O thread, when there is somebody to be connected to again. */
    void onGivenUp(Runnable called) {
        waker = called;
    }

    void lost(String name, InetSocketAddress where) {
        untried.put(name, new Loss(where, System.nanoTime()));
        boolean ignored = timer.test(this);
    }

    void tried(String name) {
        untried.remove(name);
    }

    /** Somebody to be connected to again. */
    Optional<InetSocketAddress> poll() {
        return Optional.ofNullable(givenUp.poll());
    }

    @Override
    public void timerEvent(int id) {
        long now = System.nanoTime();
        boolean any = false;
        boolean more = false;
        for (Iterator<Entry<String, Loss>> all = untried.entrySet().iterator(); all.hasNext(); ) {
            Loss loss = all.next().getValue();
            if (now - loss.sinceNanos() >= PATIENCE_NANOS) {
                givenUp.add(loss.where());
                all.remove();
                any = true;
            } else {
                more = true;
            }
        }
        if (more) {
            boolean ignored = timer.test(this);
        }
        if (any) {
            waker.run();
        }
    }
}
