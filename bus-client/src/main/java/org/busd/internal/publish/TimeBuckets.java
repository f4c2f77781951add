package org.busd.internal.publish;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times, counted by powers of two of a microsecond. Taking one is two additions and no lock, for it stands on the way of
 * each message. Thread-safe.
 */
public final class TimeBuckets {
    /** The last bound is 2^24 µs, some 16.8 s. */
    private static final int BOUNDS = 25;

    private static final int NANOS_PER_MICRO = 1_000;

    private final LongAdder totalNanos = new LongAdder();
    /** By bound; the last one of what is longer than all. */
    private final LongAdder[] counts = new LongAdder[BOUNDS + 1];

    TimeBuckets() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void take(long nanos) {
        counts[bucket(nanos)].increment();
        totalNanos.add(nanos);
    }

    private static int bucket(long nanos) {
        long micros = nanos <= 0 ? 0 : (nanos - 1) / NANOS_PER_MICRO + 1;
        return micros <= 1 ? 0 : Math.min(Long.SIZE - Long.numberOfLeadingZeros(micros - 1), BOUNDS);
    }

    /** How many bounds there are. */
    public int bounds() {
        return BOUNDS;
    }

    /** The bound of this number, from 0 on. */
    public Duration bound(int number) {
        return Duration.ofNanos((long) NANOS_PER_MICRO << number);
    }

    /** All times together. Asked before the counts, it has none that they do not. */
    public Duration total() {
        return Duration.ofNanos(totalNanos.sum());
    }

    /** How many times there are up to each bound; and last, how many there are. */
    public long[] cumulated() {
        long[] cumulated = new long[counts.length];
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i].sum();
            cumulated[i] = sum;
        }
        return cumulated;
    }
}
