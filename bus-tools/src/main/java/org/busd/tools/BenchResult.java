package org.busd.tools;

import java.util.Locale;

/** What both processes of {@code bus bench} tell. */
record BenchResult(BenchFigures published, BenchFigures received) {
    private static final double NANOS = 1e9;

    double publishedPerSecond() {
        return published.count() * NANOS / (published.toNanos() - published.fromNanos());
    }

    /** From the first call to publish until the last message came. */
    double receivedPerSecond() {
        return received.count() * NANOS / Math.max(1, received.toNanos() - published.fromNanos());
    }

    long lost() {
        return published.count() - received.count();
    }

    String json(int size, int threads, String sign) {
        return String.format(
                Locale.ROOT,
                "{\"messages\":%d,\"size\":%d,\"threads\":%d,\"sign\":\"%s\",\"published_per_second\":%.0f,"
                        + "\"received_per_second\":%.0f,\"lost\":%d,\"publish_micros\":%s,\"delivery_micros\":%s}",
                published.count(),
                size,
                threads,
                sign,
                publishedPerSecond(),
                receivedPerSecond(),
                lost(),
                published.json(),
                received.json());
    }
}
