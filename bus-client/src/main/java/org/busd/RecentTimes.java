package org.busd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/** The last hundred durations. Thread-safe. */
final class RecentTimes {
    private static final int MOST = 100;

    /** Guarded by this. */
    private final ArrayDeque<Duration> times = new ArrayDeque<>(MOST);

    synchronized void add(Duration time) {
        if (times.size() == MOST) {
            times.remove();
        }
        times.add(time);
    }

    synchronized List<Duration> all() {
        return List.copyOf(times);
    }
}
