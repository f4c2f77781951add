package org.busd.internal.publish;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.busd.internal.transport.Episodes;

/** Counts of what was published, for {@code BusMetrics}. Thread-safe. */
public final class PublishCounters {
    private final LongAdder published = new LongAdder();
    private final LongAdder publishedBytes = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder handedOn = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Episodes episodes = new Episodes();
    private final TimeBuckets times = new TimeBuckets();
    private final LongAdder threadSocketsOpened = new LongAdder();
    private final Map<SocketEnd, LongAdder> threadSocketsClosed = new EnumMap<>(SocketEnd.class);

    PublishCounters() {
        for (SocketEnd end : SocketEnd.values()) {
            threadSocketsClosed.put(end, new LongAdder());
        }
    }

    void published(int bytes) {
        published.increment();
        publishedBytes.add(bytes);
    }

    /** A publish ended with an exception. */
    public void refused() {
        refused.increment();
    }

    void handedOn(int messages) {
        handedOn.add(messages);
    }

    void dropped() {
        dropped.increment();
    }

    /** A {@code publish} that was accepted took so long; after it was counted. */
    public void took(long nanos) {
        times.take(nanos);
    }

    void threadSocketOpened() {
        threadSocketsOpened.increment();
    }

    void threadSocketClosed(SocketEnd end) {
        closed(end).increment();
    }

    private LongAdder closed(SocketEnd end) {
        return Objects.requireNonNull(threadSocketsClosed.get(end));
    }

    /** Messages accepted from callers. */
    public long publishedSum() {
        return published.sum();
    }

    /** Bytes of the accepted messages' envelopes. */
    public long publishedBytesSum() {
        return publishedBytes.sum();
    }

    /** Publishes that ended with an exception. */
    public long refusedSum() {
        return refused.sum();
    }

    /** Messages given to ZeroMQ. */
    public long handedOnSum() {
        return handedOn.sum();
    }

    /** Messages accepted that an outlet's death lost. */
    public long droppedSum() {
        return dropped.sum();
    }

    /** What full subscribers brought about. */
    public Episodes episodes() {
        return episodes;
    }

    /** How long accepted publishes took. */
    public TimeBuckets times() {
        return times;
    }

    /** Thread sockets opened since the start. */
    public long threadSocketsOpenedSum() {
        return threadSocketsOpened.sum();
    }

    /** Thread sockets closed since the start by {@code end}. */
    public long threadSocketsClosedSum(SocketEnd end) {
        return closed(end).sum();
    }
}
