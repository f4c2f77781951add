package org.busd.internal.zmq;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How much direct memory the connections of one context may have for their buffers. JeroMQ takes a connection's buffers
 * when its peer has greeted, and where there is no memory left for them its I/O thread dies. They go a while after the
 * connection: the timers of its heartbeat, though cancelled, hold them until they would have been due.
 *
 * <p>Thread-safe.
 */
final class BufferRoom {
    private final long maxBytes;
    private final long keptNanos;
    /** Guarded by this. */
    private long taken;
    /** What ended connections still hold, in the order they ended; guarded by this. */
    private final ArrayDeque<Leaving> leaving = new ArrayDeque<>();

    private record Leaving(long freeAtNanos, long bytes) {}

    /**
     * Room of so many bytes.
     *
     * @param kept how long a connection's buffers outlive it
     */
    BufferRoom(long maxBytes, Duration kept) {
        this.maxBytes = maxBytes;
        this.keptNanos = kept.toNanos();
    }

    /** Takes {@code bytes} if there is room. */
    synchronized boolean take(long bytes) {
        forgetFreed();
        if (taken + bytes > maxBytes) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Takes {@code bytes} for a connection of our own making: there are as many as the settings list. */
    synchronized void takeAnyway(long bytes) {
        taken += bytes;
    }

    /** Gives {@code bytes} back, some time from now. */
    synchronized void give(long bytes) {
        forgetFreed();
        leaving.add(new Leaving(System.nanoTime() + keptNanos, bytes));
    }

    private void forgetFreed() {
        long now = System.nanoTime();
        Leaving first = leaving.peek();
        while (first != null && first.freeAtNanos - now <= 0) {
            taken -= first.bytes;
            leaving.remove();
            first = leaving.peek();
        }
    }

    synchronized long taken() {
        forgetFreed();
        return taken;
    }
}
