package org.busd.internal.transport;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Owns the network side of publishing: takes messages from lanes, in the order of each, and sends them to whoever listens.
 * Thread-safe.
 */
public interface Outlet {
    /**
     * Opens it; returns when it takes messages.
     *
     * @throws Failure if it cannot be, e.g. because no listed port is free
     */
    void start();

    /**
     * A new lane into this outlet.
     *
     * @throws Failure if there is none to be had
     */
    Lane newLane();

    /** Where it is bound or connected; nowhere before it is open. */
    List<Endpoint> endpoints();

    /**
     * Waits until a relay that is in between has subscribed here, from when on messages are kept for it; true at once where it
     * has, or none is in between. An interrupt neither ends the wait nor gets lost.
     *
     * @param wait how long at the most, from when this was opened
     */
    boolean awaitRelay(Duration wait);

    /** When, on {@link System#nanoTime()}'s scale, it lets the first messages go. */
    long settledAtNanos();

    /** What ended it before its time, if anything. */
    @Nullable
    Throwable death();

    /** It waits for room right now, and publishers are to be told so rather than to wait. */
    boolean isStuck();

    /**
     * Ends it as soon as {@code done} says that nothing more will come, at {@code deadlineNanos} at the latest; returns at
     * once. While it is ending, a later call changes these two.
     */
    void end(long deadlineNanos, BooleanSupplier done);

    /** Nothing more is taken. */
    boolean hasEnded();

    /** Waits for its end; returns whether that came within {@code wait}. */
    boolean join(Duration wait);
}
