package org.busd.internal.subscribe;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.busd.signing.Reason;

/** Counts of what was received, for {@code BusMetrics}. Thread-safe. */
public final class SubscribeCounters {
    private final LongAdder received = new LongAdder();
    private final LongAdder discarded = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final Map<Reason, LongAdder> bad = new EnumMap<>(Reason.class);

    /** Starts at zero. */
    public SubscribeCounters() {
        for (Reason reason : Reason.values()) {
            bad.put(reason, new LongAdder());
        }
    }

    void received() {
        received.increment();
    }

    void discarded(int messages) {
        discarded.add(messages);
    }

    @SuppressWarnings("NullAway") // All reasons are there since construction.
    void bad(Reason reason) {
        bad.get(reason).increment();
    }

    /** A handler threw. */
    public void handlerFailed() {
        handlerFailures.increment();
    }

    /** Messages given to user code. */
    public long receivedSum() {
        return received.sum();
    }

    /** Messages that waited in subscriptions when these were closed. */
    public long discardedSum() {
        return discarded.sum();
    }

    /** Exceptions that handlers threw. */
    public long handlerFailuresSum() {
        return handlerFailures.sum();
    }

    /** Messages that were not taken, by reason. */
    @SuppressWarnings("NullAway") // All reasons are there since construction.
    public long badSum(Reason reason) {
        return bad.get(reason).sum();
    }
}
