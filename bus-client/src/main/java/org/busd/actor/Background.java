package org.busd.actor;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.jspecify.annotations.Nullable;

/**
 * What an actor has done beside itself: by a few threads, which are there while there is something to do.
 *
 * <p>Thread-safe.
 */
final class Background {
    static final int THREADS = 4;

    private final String name;
    private final int capacity;
    private final boolean virtual;
    private final Consumer<Runnable> run;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    /** Guarded by lock. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** Guarded by lock. */
    private int threads;
    /** Guarded by lock. */
    private boolean completing;

    /**
     * Nothing to do yet.
     *
     * @param capacity how much may wait
     * @param run runs a task; throws nothing
     */
    Background(String name, int capacity, boolean virtual, Consumer<Runnable> run) {
        this.name = name;
        this.capacity = capacity;
        this.virtual = virtual;
        this.run = run;
    }

    void execute(Runnable task) {
        lock.lock();
        try {
            if (completing) {
                throw new RejectedExecutionException(name + " takes nothing more");
            }
            if (threads < THREADS) {
                // Counted when it is there: there may be no thread to be had. It needs the lock to end.
                Thread ignored = OwnThreads.start(name + "-background", virtual, () -> work(task));
                threads++;
            } else if (waiting.size() < capacity) {
                waiting.add(task);
            } else {
                throw new RejectedExecutionException(
                        name + ": too much to do in the background (" + THREADS + " at work, " + capacity + " wait)");
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            run.accept(task);
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = waiting.poll();
            if (task == null) {
                threads--;
                idle.signalAll();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    void complete() {
        lock.lock();
        try {
            completing = true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits; returns how much that was. */
    int discard() {
        lock.lock();
        try {
            completing = true;
            int left = waiting.size();
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is at work any more. */
    boolean awaitIdle(long deadlineNanos) {
        lock.lock();
        try {
            while (threads > 0) {
                if (!Uninterruptibly.await(idle, deadlineNanos)) {
                    return threads == 0;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
