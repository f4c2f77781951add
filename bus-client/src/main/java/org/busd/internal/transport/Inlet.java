package org.busd.internal.transport;

import org.busd.internal.Failure;

/** Receives for one subscription, on threads of its own. Thread-safe. */
public interface Inlet {
    /**
     * Opens it; returns when it is on its way to all endpoints. Those that nobody serves yet are tried again until somebody
     * does.
     *
     * @throws Failure if it cannot be
     */
    void open();

    /** Has it end within a second, after what has arrived on this host. Returns at once; idempotent. */
    void complete();

    /** How many messages it holds beside those that its receiver has taken, where that is known; else 0. */
    int waiting();

    /**
     * Ends it; waits for that, but not for long, and not on its own threads. Idempotent.
     *
     * @return how many messages were {@link #waiting} and are discarded
     */
    int close();
}
