package org.busd.it.containers;

import java.util.Locale;
import org.junit.jupiter.api.TestInfo;

/**
 * What became of messages: so many were to be published, for so many {@code publish} returned, so many came to a
 * subscriber.
 */
record Account(String subscriber, long published, long returned, long received) {
    /** What was accepted, and did not come. */
    long dropped() {
        return returned - received;
    }

    /** Says it, with the {@code rate} at which messages were published. */
    Account print(TestInfo test, String rate) {
        System.out.printf(
                Locale.ROOT,
                "%s.%s: at %s, %s: published %d / returned %d / received %d / dropped %d%n",
                test.getTestClass().orElseThrow().getSimpleName(),
                test.getTestMethod().orElseThrow().getName(),
                rate,
                subscriber,
                published,
                returned,
                received,
                dropped());
        return this;
    }
}
