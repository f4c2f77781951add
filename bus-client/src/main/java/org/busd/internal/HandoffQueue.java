package org.busd.internal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that can be closed: then who puts is told so, and who takes gets what is left and is told so after.
 * Who finds it full waits; so a slow reader fills what is behind it (ZeroMQ's queue, then TCP's), and at last is the
 * publisher's concern ({@code bus.publish.overflow}).
 *
 * <p>Thread-safe.
 */
public final class HandoffQueue<T> {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final Condition halfEmptied = lock.newCondition();
    /** Guarded by lock. */
    private final ArrayDeque<T> items = new ArrayDeque<>();
    /** Guarded by lock. */
    private boolean closed;

    public HandoffQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Puts all {@code added}, in this order; who takes is woken once rather than for each. Who finds it full waits until half
     * of it is empty: else the two would wake each other for each item. False: the queue is closed. Interrupts do not end
     * the wait.
     */
    public boolean putAll(List<T> added) {
        lock.lock();
        try {
            for (T item : added) {
                if (items.size() >= capacity) {
                    awaitHalf();
                }
                if (closed) {
                    return false;
                }
                items.add(item);
            }
            filled.signalAll();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void awaitHalf() {
        filled.signalAll();
        while (items.size() > capacity / 2 && !closed) {
            halfEmptied.awaitUninterruptibly();
        }
    }

    /**
     * Puts one item, and does not wait for ever; false: there was no room in time, or the queue is closed.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     */
    public boolean offer(T item, long deadlineNanos) {
        lock.lock();
        try {
            boolean timeLeft = true;
            while (items.size() >= capacity && !closed) {
                if (!timeLeft) {
                    return false;
                }
                timeLeft = Uninterruptibly.await(emptied, deadlineNanos);
            }
            return add(item);
        } finally {
            lock.unlock();
        }
    }

    private boolean add(T item) {
        if (closed) {
            return false;
        }
        items.add(item);
        filled.signal();
        return true;
    }

    /**
     * Takes the oldest item, waiting for one.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     * @return null if there is none in time, or the queue is closed and empty
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public @Nullable T take(long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (items.isEmpty() && !closed) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0 || (filled.awaitNanos(left) <= 0 && items.isEmpty())) {
                    return null;
                }
            }
            return remove();
        } finally {
            lock.unlock();
        }
    }

    /** Like {@link #take}, without a limit, and interrupts neither end the wait nor get lost. */
    public @Nullable T takeUninterruptibly() {
        lock.lock();
        try {
            while (items.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            return remove();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest item; null: there is none. */
    public @Nullable T poll() {
        lock.lock();
        try {
            return remove();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable T remove() {
        T item = items.poll();
        if (item != null) {
            emptied.signal();
            if (items.size() <= capacity / 2) {
                halfEmptied.signalAll();
            }
        }
        return item;
    }

    /** Closes the queue for those who put; what is in it can still be taken. Idempotent. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
            halfEmptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the queue and empties it; returns how many items that were. */
    public int discard() {
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

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }
}
