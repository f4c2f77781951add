package org.busd;

import java.time.Duration;

/**
 * User code that a {@link Hub} calls at a steady beat, to look at something and publish what is new. Found and run as a
 * {@link Consumer} is.
 *
 * <p>The beats are {@code every} apart, counted from the hub's start, however long the work takes: they do not drift. Work
 * that takes longer than that misses beats, which are left out. One thread of its own calls it.
 */
public interface Producer {
    /**
     * How far apart the beats are; asked for once.
     *
     * @return a millisecond at the least
     */
    Duration every();

    /**
     * Does the work of one beat.
     *
     * @param bus the hub's client, to publish with; not to be closed
     * @throws Exception any: it is logged and counted, and the next beat comes
     */
    void poll(BusClient bus) throws Exception;

    /**
     * Whether there is a beat at the start already.
     *
     * @return false, unless overridden: the first comes {@code every} after the start
     */
    default boolean now() {
        return false;
    }

    /**
     * What it is called in {@code bus.consumers}, and in what is logged and counted.
     *
     * @return the name of its class, unless overridden; no other of the same hub has it
     */
    default String name() {
        return getClass().getName();
    }

    /**
     * A producer of one method.
     *
     * @param name what it is called
     * @param every how far apart the beats are
     * @param work the work of one beat
     * @return a producer without a beat at the start
     */
    static Producer every(String name, Duration every, Beat work) {
        return new Producer() {
            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void poll(BusClient bus) throws Exception {
                work.poll(bus);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    /** The work of one beat. */
    @FunctionalInterface
    interface Beat {
        /**
         * Does it.
         *
         * @param bus the hub's client
         * @throws Exception any
         */
        void poll(BusClient bus) throws Exception;
    }
}
