package org.busd;

import java.time.Duration;
import java.util.List;

/**
 * How long calls of {@code publish} took that were accepted: encoding, and waiting for room where there was none.
 * {@code publishAsync} never waits, and is not among them. Immutable.
 *
 * @param count how many
 * @param total how long they took together
 * @param buckets how many of them took no longer than this, by growing bounds: each bucket contains those before it; what
 *     took longer than the last bound is in none
 */
public record PublishTimes(long count, Duration total, List<Bucket> buckets) {
    /**
     * Calls that took no longer than a bound.
     *
     * @param upTo the bound, included
     * @param count how many
     */
    public record Bucket(Duration upTo, long count) {}
}
