package org.busd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final LogLimit limit = new LogLimit(clock::get);
    private final List<String> lines = new ArrayList<>();

    @Test
    void theFirstOfAMinuteIsLoggedAndTheOthersAreCounted() {
        for (int n = 0; n < 5; n++) {
            limit.tell(lines::add);
        }
        assertThat(lines).containsExactly("");

        clock.addAndGet(MINUTE.toNanos() - 1);
        limit.tell(lines::add);
        assertThat(lines).hasSize(1);

        clock.addAndGet(1);
        limit.tell(lines::add);
        assertThat(lines).containsExactly("", " (5 more like this since the last time)");

        clock.addAndGet(MINUTE.toNanos());
        limit.tell(lines::add);
        assertThat(lines).hasSize(3).endsWith("");
    }

    /** One that is left out while the line is being written may be counted in it: in which line is open, that it is counted is not. */
    @Test
    void ofManyThreadsOneIsLoggedAndEachOtherIsCountedOnce() throws Exception {
        Queue<String> written = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 1_000; n++) {
                    limit.tell(written::add);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(written).hasSize(1);

        clock.addAndGet(MINUTE.toNanos());
        limit.tell(written::add);
        assertThat(written).hasSize(2);
        assertThat(written.stream().mapToInt(LogLimitTest::others).sum()).isEqualTo(7_999);
    }

    private static int others(String line) {
        return line.isEmpty() ? 0 : Integer.parseInt(line.replaceAll("[^0-9]", ""));
    }
}
