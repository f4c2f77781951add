package org.busd.internal.publish;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.busd.actor.Actor;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are published without waiting. Two actors, each with a thread from the first such message on: one
 * does the waiting and sends, one completes the futures, since what depends on these is other people's code.
 *
 * <p>Thread-safe.
 */
final class Deliveries {
    private final String name;
    private final int max;
    private final Consumer<Delivery> send;
    private final Function<Throwable, Throwable> told;
    private final Actor sender;
    private final Actor completions;
    /** Those accepted whose futures are not completed; never more than {@link #max}, so that no mailbox is ever full. */
    private final AtomicInteger unfinished = new AtomicInteger();

    /** The completions' thread is there. */
    private volatile boolean completing;

    private volatile boolean ended;

    /**
     * None yet.
     *
     * @param max how many may be unfinished at a time
     * @param send sends one or fails it, on the sender's thread
     * @param told what a future fails with, given what was thrown
     */
    Deliveries(String name, int max, Consumer<Delivery> send, Function<Throwable, Throwable> told) {
        this.name = name;
        this.max = max;
        this.send = send;
        this.told = told;
        this.sender = new Actor(name + "-sender", max);
        // Beside those that are unfinished, what each has started it with, and what ends it.
        this.completions = new Actor(name + "-completions", 2 * max + 1);
    }

    /** Whether any is unfinished; false is cheap. */
    boolean isAny() {
        return unfinished.get() > 0;
    }

    /**
     * Accepts a message of the calling thread.
     *
     * @param before what that thread has sent before by another way
     * @throws Failure if there are too many, or the sender has ended
     */
    Delivery accept(byte[] topic, byte[] envelope, @Nullable Trail before) {
        if (unfinished.getAndUpdate(count -> Math.min(count + 1, max)) >= max) {
            throw new Failure(name + ": " + max + " messages published without waiting are not finished"
                    + " (bus.publish.high-water-mark): publish again later, or wait");
        }
        Delivery delivery = new Delivery(topic, envelope, before, this);
        try {
            startCompletions();
            sender.execute(() -> send.accept(delivery));
        } catch (RejectedExecutionException e) {
            unfinished.decrementAndGet();
            // The end may have come while this one was counted.
            endCompletions();
            throw new Failure.Closed(name + " is shut down");
        } catch (OutOfMemoryError e) {
            // No thread to be had.
            unfinished.decrementAndGet();
            throw e;
        }
        return delivery;
    }

    /** Where there is no thread to be had, now is the time to say so, rather than when a message has been sent. */
    private void startCompletions() {
        if (!completing) {
            completions.execute(() -> completing = true);
        }
    }

    /** What a future fails with. */
    Throwable told(Throwable why) {
        return told.apply(why);
    }

    /** Completes one future, on the completions' thread. */
    void complete(Runnable completion) {
        completions.execute(() -> {
            unfinished.decrementAndGet();
            completion.run();
            endCompletions();
        });
    }

    /** Sends those accepted, and takes no more; returns when it is done, at {@code deadlineNanos} at the latest. */
    void drain(long deadlineNanos) {
        sender.complete();
        boolean ignored = sender.awaitEnd(Deadlines.left(deadlineNanos));
    }

    /** Ends the thread of completions once none is unfinished. */
    void end() {
        ended = true;
        endCompletions();
    }

    private void endCompletions() {
        if (ended && unfinished.get() == 0) {
            completions.complete();
        }
    }
}
