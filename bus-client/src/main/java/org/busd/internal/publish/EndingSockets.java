package org.busd.internal.publish;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Thread sockets that are closed and not gone yet: ZeroMQ lets go of a socket on threads of its own, when what it was
 * connected to has agreed. Where threads come and go, each to publish once, there would soon be more of them than ZeroMQ
 * has room for, a thousand, or the process has descriptors.
 *
 * <p>Thread-safe.
 */
final class EndingSockets {
    /** Enough for a pool that ends. */
    private static final int MOST = 64;

    /** Those that are open among them: ZeroMQ has room for 1 023, a few of which are not of threads. */
    private static final int MOST_WITH_OPEN = 1_000;

    /** Those that are gone may still be in there. */
    private final Set<ThreadSocket> sockets = ConcurrentHashMap.newKeySet();

    /** One that is closed. */
    void add(ThreadSocket closed) {
        sockets.add(closed);
        forgetGone();
    }

    /** Whether there are so many that beside {@code open} ones no further socket is to be opened. */
    boolean isCrowded(int open) {
        int room = Math.min(MOST, MOST_WITH_OPEN - open);
        if (sockets.size() >= room) {
            forgetGone();
        }
        return sockets.size() >= room;
    }

    private void forgetGone() {
        boolean ignored = sockets.removeIf(ThreadSocket::isGone);
    }
}
