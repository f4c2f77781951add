package org.busd.tools;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What one process of {@code bus bench} has counted, and the line by which it tells it.
 *
 * @param count how many messages
 * @param fromNanos when it began, on a clock that all processes of a host share
 * @param toNanos when the last message was published or received
 */
record BenchFigures(long count, long fromNanos, long toNanos, long p50Nanos, long p99Nanos, long p999Nanos) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    static BenchFigures of(long count, long fromNanos, long toNanos, Histogram nanos) {
        return new BenchFigures(
                count,
                fromNanos,
                toNanos,
                nanos.getValueAtPercentile(50),
                nanos.getValueAtPercentile(99),
                nanos.getValueAtPercentile(99.9));
    }

    String line() {
        return count + " " + fromNanos + " " + toNanos + " " + p50Nanos + " " + p99Nanos + " " + p999Nanos;
    }

    static BenchFigures read(String line) {
        String[] words = line.split(" ", -1);
        long[] numbers = new long[6];
        if (words.length != numbers.length) {
            throw new FailedException("a process of the bench says \"" + line + "\"");
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseLong(words[i]);
        }
        return new BenchFigures(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    /** For people. */
    String times() {
        return "p50 " + time(p50Nanos) + ", p99 " + time(p99Nanos) + ", p99.9 " + time(p999Nanos);
    }

    private static String time(long nanos) {
        return nanos < NANOS_PER_MILLI
                ? String.format(Locale.ROOT, "%.1f µs", nanos / NANOS_PER_MICRO)
                : String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
    }

    /** The members of a JSON object, in microseconds. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"p50\":%.1f,\"p99\":%.1f,\"p99.9\":%.1f}",
                p50Nanos / NANOS_PER_MICRO,
                p99Nanos / NANOS_PER_MICRO,
                p999Nanos / NANOS_PER_MICRO);
    }
}
