package org.busd.internal.relay;

import java.util.concurrent.atomic.LongAdder;
import org.busd.internal.transport.Episodes;

/** Counts of what came to a relay or a gateway and what became of it, for their metrics. Thread-safe. */
public final class RelayCounters {
    private final LongAdder received = new LongAdder();
    private final LongAdder passedOn = new LongAdder();
    private final LongAdder signed = new LongAdder();
    private final LongAdder unsignable = new LongAdder();
    private final LongAdder signingFailures = new LongAdder();
    private final Episodes episodes = new Episodes();

    RelayCounters() {}

    void received() {
        received.increment();
    }

    void passedOn() {
        passedOn.increment();
    }

    void signed() {
        signed.increment();
    }

    void unsignable() {
        unsignable.increment();
    }

    void signingFailed() {
        signingFailures.increment();
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

    /** Messages that were signed on their way. */
    public long signedSum() {
        return signed.sum();
    }

    /** Messages that were to be signed, and are none that can be. */
    public long unsignableSum() {
        return unsignable.sum();
    }

    /** Messages that were to be signed, and passed unsigned for want of a certificate that can. */
    public long signingFailuresSum() {
        return signingFailures.sum();
    }
}
