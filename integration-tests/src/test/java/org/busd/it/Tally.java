package org.busd.it;

import java.util.Locale;
import org.junit.jupiter.api.TestInfo;

/** The line that every test prints: how many messages were published, how many calls returned, how many came. */
record Tally(long published, long returned, long received) {
    void print(TestInfo test, long startNanos) {
        System.out.printf(
                Locale.ROOT,
                "%s.%s: published %d / returned %d / received %d (%.1f s)%n",
                test.getTestClass().orElseThrow().getSimpleName(),
                test.getTestMethod().orElseThrow().getName(),
                published,
                returned,
                received,
                (System.nanoTime() - startNanos) / 1e9);
    }
}
