package org.busd.internal.zmq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets who was interrupted in the midst of waking this thread go on.
 *
 * <p>Who sends a command puts it into a mailbox, writes a byte to wake the thread it is for, and then counts the byte
 * (JeroMQ 0.6.0, {@code Signaler.send}). On a busy host the scheduler has the thread that is woken take the core of the one
 * that woke it, before that has counted. The mailbox's descriptor is readable then, but gives nothing, and whoever only
 * looks and waits again goes round in circles for the whole of a time slice, 3 to 4 ms, which sender and host are without.
 *
 * <p>Confined to the thread.
 */
final class Courtesy {
    /** Then the other waits for another core than this one, which this one lets rest, so that the system gives it that. */
    private static final int YIELDS = 3;

    private static final long REST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private int inVain;

    /** There was something to do. */
    void useful() {
        inVain = 0;
    }

    /** It was woken, but there was nothing to do. */
    @SuppressWarnings("ThreadPriorityCheck") // Not to wait for something, but for who cannot go on meanwhile.
    void inVain() {
        if (inVain < YIELDS) {
            inVain++;
            Thread.yield();
        } else {
            LockSupport.parkNanos(this, REST_NANOS);
        }
    }
}
