package org.busd.benchmarks.endtoend;

/** How messages get from one process to another: bus.d, or one of its peers. */
interface Wiring extends AutoCloseable {
    /** What publishes for the given thread; may be called on another. */
    Sender sender(int thread) throws Exception;

    /** Publishes one message, without looking whether anybody listens. */
    default void first() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Has {@code tally} told of all that is published; returns when it is on its way. */
    void subscribe(Tally tally) throws Exception;

    @Override
    void close() throws Exception;
}
