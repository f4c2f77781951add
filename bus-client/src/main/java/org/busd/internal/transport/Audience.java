package org.busd.internal.transport;

/** Who listens: the live subscriptions that a client's outlets know of. Thread-safe. */
public interface Audience {
    /**
     * Waits until {@code count} live subscriptions cover {@code topic} (UTF-8); an empty one is covered by all.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     * @return whether they did in time, and before {@link #close()}
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    boolean await(byte[] topic, int count, long deadlineNanos) throws InterruptedException;

    /** Ends all waiting, for good. */
    void close();
}
