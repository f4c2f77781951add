package org.busd.internal;

import java.time.Duration;

/** Moments on {@link System#nanoTime()}'s scale. */
public final class Deadlines {
    /** Far enough that nobody sees its end, and near enough that adding to it does not overflow. */
    private static final Duration FAR = Duration.ofNanos(Long.MAX_VALUE / 4);

    private Deadlines() {}

    /** When {@code wait} from now will be over, however long it is. */
    public static long after(Duration wait) {
        return System.nanoTime() + nanos(wait);
    }

    /** When nothing will ever be over. */
    public static long never() {
        return System.nanoTime() + FAR.toNanos();
    }

    /** How long it is until {@code deadlineNanos}; zero if that is over. */
    public static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private static long nanos(Duration wait) {
        if (wait.isNegative()) {
            return 0;
        }
        return (wait.compareTo(FAR) < 0 ? wait : FAR).toNanos();
    }
}
