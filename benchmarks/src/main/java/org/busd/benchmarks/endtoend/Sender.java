package org.busd.benchmarks.endtoend;

/** Publishes for one thread, which alone uses it. */
interface Sender extends AutoCloseable {
    /**
     * Publishes one message; see {@link Bodies}.
     *
     * @param at when, on {@link System#nanoTime()}'s scale
     * @param n its number among its thread's
     */
    void publish(long at, long n) throws Exception;

    @Override
    void close() throws Exception;
}
