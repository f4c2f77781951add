package org.busd.internal.transport;

import java.util.concurrent.atomic.LongAdder;

/** Counts of what peers brought upon themselves, for {@code BusMetrics} and {@code RelayMetrics}. Thread-safe. */
public final class PeerCounters {
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder ended = new LongAdder();

    /** At zero. */
    public PeerCounters() {}

    /** A connection was closed as soon as it was accepted. */
    public void turnedAway() {
        turnedAway.increment();
    }

    /** A connection was ended. */
    public void ended() {
        ended.increment();
    }

    /** Connections that were closed as soon as they were accepted, because there were too many. */
    public long turnedAwaySum() {
        return turnedAway.sum();
    }

    /** Connections that were ended for what came over them, or did not. */
    public long endedSum() {
        return ended.sum();
    }
}
