package org.busd.internal.subscribe;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that can be closed: then who puts is told so, and who takes gets what is left and is told so after.
 * Who finds it full waits; so a slow reader fills ZeroMQ's queue behind it, then TCP's, and at last is the publisher's
 * concern ({@code bus.publish.overflow}).
 *
 * <p>Thread-safe.
 */
final class HandoffQueue<T> {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    /** Guarded by lock. */
    private final ArrayDeque<T> items = new ArrayDeque<>();
    /** Guarded by lock. */
    private boolean closed;

    HandoffQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Waits for room and puts {@code item}; false: the queue is closed. Interrupts do not end the wait. */
    boolean put(T item) {
        lock.lock();
        try {
            while (items.size() >= capacity && !closed) {
                emptied.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            items.add(item);
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the oldest item, waiting for one.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     * @return null if there is none in time, or the queue is closed and empty
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    @Nullable
    T take(long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (items.isEmpty() && !closed) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0 || (filled.awaitNanos(left) <= 0 && items.isEmpty())) {
                    return null;
                }
            }
            return poll();
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #take}, without a limit, and interrupts neither end the wait nor get lost. */
    @Nullable
    T takeUninterruptibly() {
        lock.lock();
        try {
            while (items.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            return poll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable T poll() {
        T item = items.poll();
        if (item != null) {
            emptied.signal();
        }
        return item;
    }

    /** Closes the queue for those who put; what is in it can still be taken. Idempotent. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the queue and empties it; returns how many items that were. */
    int discard() {
        lock.lock();
        try {
            close();
            int left = items.size();
            items.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }
}
