package org.busd.benchmarks.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Counts what arrives and checks it: the messages of each thread come in order, each once; how long each took. Bodies are
 * found wherever they are in what arrives.
 *
 * <p>Thread-safe; told by one thread, asked by another.
 */
final class Tally {
    private static final byte[] AT = ascii("\"at\":");
    private static final byte[] N = ascii("\"n\":");
    private static final byte[] THREAD = ascii("\",\"thread\":");
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    /** What number comes next, by subscription and thread; all guarded by this. */
    private final Map<Long, Long> next = new HashMap<>();

    private final Histogram took = new Histogram(HIGHEST_NANOS, DIGITS);
    private long received;
    private long missed;
    private long wrong;
    private long bytes;
    private long lastNanos;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A message that has arrived. */
    void take(byte[] text) {
        take(text, 0);
    }

    /** A message that has arrived at one of several subscriptions, each of which gets all. */
    void take(byte[] text, int subscription) {
        long now = System.nanoTime();
        int at = Digits.after(AT, text, 0);
        int n = at < 0 ? -1 : Digits.after(N, text, at);
        int thread = n < 0 ? -1 : Digits.after(THREAD, text, n);
        synchronized (this) {
            lastNanos = now;
            if (thread < 0) {
                wrong++;
                return;
            }
            count((long) subscription << Integer.SIZE | Digits.read(text, thread), Digits.read(text, n) - Bodies.FIRST);
            took.recordValue(Math.max(0, Math.min(now - Digits.read(text, at), HIGHEST_NANOS)));
            bytes += text.length;
        }
    }

    private void count(long thread, long number) {
        long expected = next.getOrDefault(thread, 0L);
        if (number < expected) {
            wrong++;
        } else {
            received++;
            missed += number - expected;
            next.put(thread, number + 1);
        }
    }

    /** Begins anew. */
    synchronized void clear() {
        next.clear();
        took.reset();
        received = 0;
        missed = 0;
        wrong = 0;
        bytes = 0;
        lastNanos = System.nanoTime();
    }

    synchronized long received() {
        return received + wrong;
    }

    synchronized long lastNanos() {
        return lastNanos;
    }

    synchronized Figures figures() {
        return new Figures()
                .with("received", received)
                .with("missed", missed)
                .with("wrong", wrong)
                .with("bytes", bytes)
                .with("lastNanos", lastNanos)
                .with("tookP50", took.getValueAtPercentile(50))
                .with("tookP99", took.getValueAtPercentile(99))
                .with("tookP999", took.getValueAtPercentile(99.9));
    }
}
