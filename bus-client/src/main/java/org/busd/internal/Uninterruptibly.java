package org.busd.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;

/** Waits that an interrupt neither ends nor loses: the thread's flag is afterwards as it was, or set. */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** What {@code source} gives without the caller's interrupt flag, which is put back. */
    public static <T> T get(Supplier<T> source) {
        boolean interrupted = Thread.interrupted();
        try {
            return source.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Joins {@code thread}; returns whether it ended within {@code wait}. */
    public static boolean join(Thread thread, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                long left = end - System.nanoTime();
                if (!thread.isAlive()) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
                try {
                    // One millisecond at the least: zero would mean for ever.
                    thread.join(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Awaits {@code latch}; returns whether it opened within {@code wait}. */
    public static boolean await(CountDownLatch latch, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Awaits {@code condition}, whose lock the caller holds, until {@code deadlineNanos} on {@link System#nanoTime()}'s
     * scale; returns whether there is time left. Callers test their predicate in a loop.
     */
    public static boolean await(Condition condition, long deadlineNanos) {
        boolean interrupted = false;
        try {
            while (true) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    return condition.awaitNanos(left) > 0;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
