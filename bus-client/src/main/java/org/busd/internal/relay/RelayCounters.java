package org.busd.internal.relay;

import java.util.concurrent.atomic.LongAdder;
import org.busd.internal.transport.Episodes;

/** Counts of what came to a relay or a gateway and what became of it, for their metrics. Thread-safe. */
public final class RelayCounters {
    private final LongAdder received = new LongAdder();
    private final LongAdder passedOn = new LongAdder();
    private final Episodes episodes = new Episodes();

    RelayCounters() {}

    void received() {
        received.increment();
    }

    void passedOn() {
        passedOn.increment();
    }

    /** What full subscribers brought about. */
    public Episodes episodes() {
        return episodes;
    }

    /** Messages that came in. */
    public long receivedSum() {
        return received.sum();
    }

    /** Messages given to ZeroMQ for whoever subscribes. */
    public long passedOnSum() {
        return passedOn.sum();
    }
}
