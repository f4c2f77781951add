package org.busd.internal.zmq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets whoever was interrupted in the midst of waking this thread go on.
 *
 * <p>Who sends a command puts it into a mailbox, writes a byte to wake the thread it is for, and then counts the byte
 * (JeroMQ 0.6.0, {@code Signaler.send}). On a busy host the scheduler has the thread that is woken take the core of the one
 * that woke it, before that has counted. The mailbox's descriptor is readable then, but gives nothing. Whoever only looks
 * and waits again does so over and over for the rest of its time slice, 3 to 4 ms, and the sender stands still.
 *
 * <p>Confined to the thread.
 */
final class Courtesy {
    /** After that the sender is probably waiting for another core: this thread sleeps, so that the sender gets this one. */
    private static final int YIELDS = 3;

    /** Linux makes some 70 of it. */
    private static final long REST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private int inVain;

    /** There was something to do. */
    void useful() {
        inVain = 0;
    }

    /** It was woken, but there was nothing to do, and it would be woken again at once. */
    @SuppressWarnings("ThreadPriorityCheck") // Not to wait for something, but for whoever cannot go on meanwhile.
    void inVain() {
        if (inVain < YIELDS) {
            inVain++;
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, REST_NANOS);
        }
    }
}
