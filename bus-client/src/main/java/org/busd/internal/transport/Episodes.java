package org.busd.internal.transport;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what full subscribers brought about: waits for them, and losses of theirs. Thread-safe. */
public final class Episodes implements FullQueueEvents {
    private final LongAdder heldBack = new LongAdder();
    private final LongAdder heldBackNanos = new LongAdder();
    private final LongAdder dropping = new LongAdder();

    @Override
    public void heldBack() {
        heldBack.increment();
    }

    @Override
    public void waited(long nanos) {
        heldBackNanos.add(nanos);
    }

    @Override
    public void dropping() {
        dropping.increment();
    }

    /** Waits for room. */
    public long heldBackSum() {
        return heldBack.sum();
    }

    /** How long they lasted, those that last still counted up to now. */
    public Duration heldBackTime() {
        return Duration.ofNanos(heldBackNanos.sum());
    }

    /** Times that full subscribers began to lose messages. */
    public long droppingSum() {
        return dropping.sum();
    }
}
