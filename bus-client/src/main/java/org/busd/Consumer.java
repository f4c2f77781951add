package org.busd;

import java.util.List;

/**
 * User code that a {@link Hub} feeds with messages. Have it found by {@link java.util.ServiceLoader} ({@code provides
 * org.busd.Consumer with …}, or a line in {@code META-INF/services/org.busd.Consumer}) and run it with {@code bus hub}, or
 * give it to a hub of your own.
 *
 * <p>Its methods are called on threads of the hub's own, whose context class loader is the consumer's. {@link #consume} is
 * called by as many threads at a time as {@link ConsumerOptions} has workers: one, unless it says otherwise.
 */
public interface Consumer {
    /**
     * What to listen to; asked for once.
     *
     * @return full topics, prefixes (compared as text), or patterns in which {@code *} stands for one or more whole
     *     segments; none: everything
     */
    List<String> topics();

    /**
     * Does the work for one message.
     *
     * @param message any that is asked for; the consumer's own, also where others get it too
     * @throws Exception any: the message is tried again, as {@link #options()} say, and in the end goes to {@link #dead}
     */
    void consume(Message message) throws Exception;

    /**
     * How it wants to be fed; asked for once.
     *
     * @return the defaults, unless overridden
     */
    default ConsumerOptions options() {
        return ConsumerOptions.defaults();
    }

    /**
     * What it is called in {@code bus.consumers}, in what is logged and counted, and in the state directory.
     *
     * @return the name of its class, unless overridden; no other of the same hub has it
     */
    default String name() {
        return getClass().getName();
    }

    /**
     * Prepares for messages; called once, before the first.
     *
     * @param bus the hub's client, to publish with; not to be closed
     * @throws Exception any: it is logged, {@link HubHealth} says so, and the consumer gets no message
     */
    default void start(BusClient bus) throws Exception {}

    /**
     * Takes leave of a message that it failed at, time and again; called on the thread that failed. What becomes of the
     * message is the consumer's concern: unless overridden, it is logged (its topic and id) and counted.
     *
     * @param message the one given up
     * @param cause what was thrown last
     */
    default void dead(Message message, Throwable cause) {}

    /**
     * Ends; called once, after the last message, if {@link #start} has returned and no work is stuck. What it throws is
     * logged.
     *
     * @throws Exception any
     */
    default void stop() throws Exception {}
}
