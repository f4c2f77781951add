package org.busd.internal.publish;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Thread sockets that are closed and not gone yet: ZeroMQ lets go of a socket on threads of its own, when what it was
 * connected to has agreed. Where threads come and go, each to publish once, there would soon be more of them than ZeroMQ
 * has room for, a thousand, or the process has descriptors.
 *
 * <p>Thread-safe.
 */
final class EndingSockets {
    /** Enough for a pool that ends; with as many open ones as may be it is far from what ZeroMQ has room for. */
    private static final int MOST = 64;

    /** In the order of their closing; those who are gone may still be in there. */
    private final Queue<ThreadSocket> sockets = new ConcurrentLinkedQueue<>();

    /** How many there are in the queue, or a moment later. */
    private final AtomicInteger count = new AtomicInteger();

    /** One that is closed. */
    void add(ThreadSocket closed) {
        count.incrementAndGet();
        sockets.add(closed);
        forgetGone();
    }

    /** Whether there are so many that no further socket is to be opened. */
    boolean isCrowded() {
        if (count.get() >= MOST) {
            forgetGone();
        }
        return count.get() >= MOST;
    }

    private void forgetGone() {
        ThreadSocket first = sockets.peek();
        while (first != null && first.isGone()) {
            if (sockets.remove(first)) {
                count.decrementAndGet();
            }
            first = sockets.peek();
        }
    }
}
