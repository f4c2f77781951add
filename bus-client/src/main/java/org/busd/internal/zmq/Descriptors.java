package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.busd.internal.transport.PeerCounters;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file descriptor in reserve for the day when there is none left. Then JeroMQ 0.6.0 fails to accept a connection,
 * finds it there again at once, and so burns a whole core; with the reserve those who wait can be accepted and sent away.
 *
 * <p>Thread-safe.
 */
final class Descriptors {
    /** Those who wait are sent away in such numbers, so that others get their turn. */
    private static final int BATCH = 64;

    /** Where somebody else was quicker to take the reserve: so often at the most is accepting tried again. */
    private static final long PAUSE_NANOS = 10_000_000;

    private final SeldomLog log;
    private final PeerCounters counters;
    /** Guarded by this. */
    private @Nullable SocketChannel reserve;

    Descriptors(SeldomLog log, PeerCounters counters) {
        this.log = log;
        this.counters = counters;
    }

    /** Lays the reserve in, if it is not there. */
    synchronized void reserve() {
        if (reserve == null) {
            try {
                reserve = SocketChannel.open();
            } catch (IOException e) {
                log.warn(this, "there is no file descriptor left to keep in reserve (ulimit -n): " + e.getMessage());
            }
        }
    }

    /** A listener could not accept: sends away those who wait for {@code listening}. On an I/O thread. */
    synchronized void makeRoom(Collection<ServerSocketChannel> listening) {
        SocketChannel held = reserve;
        if (held != null) {
            reserve = null;
            close(held);
        }
        int sentAway = 0;
        for (ServerSocketChannel listener : listening) {
            sentAway += sendAway(listener);
        }
        // Now, for it may take a descriptor to load what logs.
        log.warn(this, "a connection cannot be accepted: there is no file descriptor left (ulimit -n)");
        reserve();
        if (sentAway == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private int sendAway(ServerSocketChannel listener) {
        int sentAway = 0;
        try {
            SocketChannel waiting = listener.accept();
            while (waiting != null) {
                close(waiting);
                counters.turnedAway();
                waiting = ++sentAway < BATCH ? listener.accept() : null;
            }
        } catch (IOException e) {
            // There is still none: we come again.
            return sentAway;
        }
        return sentAway;
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the reserve up. */
    synchronized void close() {
        SocketChannel held = reserve;
        reserve = null;
        if (held != null) {
            close(held);
        }
    }
}
