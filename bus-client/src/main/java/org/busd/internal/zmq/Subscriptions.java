package org.busd.internal.zmq;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.transport.Audience;

/**
 * The live subscriptions of all peers of a client's publishing sockets, and who waits for them.
 *
 * <p>Thread-safe: the sockets' owners, I/O threads and waiting callers meet here.
 */
public final class Subscriptions implements Audience {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    /** Nobody will come any more; guarded by lock. */
    private boolean closed;
    /** Those of each socket that is open; guarded by lock. */
    private final List<Subscribers> sockets = new ArrayList<>();

    /** The subscribers of a socket that is about to be opened; to be closed with it. */
    public Subscribers ofSocket() {
        Subscribers subscribers = new Subscribers(this, lock);
        lock.lock();
        try {
            sockets.add(subscribers);
        } finally {
            lock.unlock();
        }
        return subscribers;
    }

    /** There are more; the caller holds the lock. */
    void grew() {
        grown.signalAll();
    }

    /** The socket is closed; the caller holds the lock. */
    void forget(Subscribers subscribers) {
        sockets.remove(subscribers);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many live subscriptions there are to {@code topic} (UTF-8); an empty one counts all. */
    public int covering(byte[] topic) {
        lock.lock();
        try {
            int sum = 0;
            for (Subscribers subscribers : sockets) {
                sum += subscribers.covering(topic);
            }
            return sum;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(byte[] topic, int count, long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (covering(topic) < count) {
                long left = deadlineNanos - System.nanoTime();
                if (closed || left <= 0) {
                    return false;
                }
                // The returned rest is computed anew above.
                long ignored = grown.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code enough}, which is asked under the lock; returns whether that was in time, and before {@link #close()}. */
    boolean await(BooleanSupplier enough, long deadlineNanos) {
        lock.lock();
        try {
            boolean timeLeft = true;
            while (!enough.getAsBoolean()) {
                if (closed || !timeLeft) {
                    return false;
                }
                timeLeft = Uninterruptibly.await(grown, deadlineNanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
