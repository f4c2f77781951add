package org.busd.internal.publish;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.busd.internal.Uninterruptibly;

/**
 * What may wait before the outlets of a process: so many messages and so many bytes, whichever is first. Taking and
 * giving back are one atomic addition each; only who finds it full, or waits for it to empty, takes the lock.
 *
 * <p>Thread-safe.
 */
final class Budget {
    /** Messages in the upper 24 bits, bytes in the lower 40: both change in one step. */
    private static final int BYTE_BITS = 40;

    private static final long BYTE_MASK = (1L << BYTE_BITS) - 1;

    private final long maxMessages;
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** How many threads wait on {@link #changed}; written under lock, read without it. */
    private volatile int waiting;

    Budget(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Takes room for one message of {@code bytes} if there is any. An over-long one is let in alone. */
    boolean tryTake(int bytes) {
        long share = share(1, bytes);
        long before = used.getAndAdd(share);
        if (before == 0 || (messages(before) < maxMessages && bytes(before) + bytes <= maxBytes)) {
            return true;
        }
        // Who was refused because of us in between is told when room is given back; where none is queued any more, by
        // us.
        if (used.addAndGet(-share) == 0) {
            signal();
        }
        return false;
    }

    /** Gives back what {@code messages} messages of {@code bytes} bytes in all took. */
    void give(int messages, long bytes) {
        used.addAndGet(-share(messages, bytes));
        signal();
    }

    /** Has the waiting look again. */
    void signal() {
        if (waiting > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits until {@code condition} holds; it is tested whenever room was given back or {@link #signal()} called.
     * Interrupts neither end the wait nor get lost.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     * @return whether it held in time
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // The lock is held.
    boolean awaitUntil(BooleanSupplier condition, long deadlineNanos) {
        lock.lock();
        try {
            waiting++;
            boolean timeLeft = true;
            while (!condition.getAsBoolean()) {
                if (!timeLeft) {
                    return false;
                }
                timeLeft = Uninterruptibly.await(changed, deadlineNanos);
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    boolean isEmpty() {
        return used.get() == 0;
    }

    long messages() {
        return messages(used.get());
    }

    long bytes() {
        return bytes(used.get());
    }

    private static long share(int messages, long bytes) {
        return ((long) messages << BYTE_BITS) + bytes;
    }

    private static long messages(long used) {
        return used >>> BYTE_BITS;
    }

    private static long bytes(long used) {
        return used & BYTE_MASK;
    }
}
