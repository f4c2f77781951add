package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** Many threads, many processes, many messages: nothing lost, nothing twice, each thread's in order. */
class BurstIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int THREADS = 8;

    @Repeated
    void fourProcessesOfEightThreadsAreHeardInFullAndInOrder(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            // While the first publishers flood a cold subscriber, it may be late to look for the others: its I/O thread
            // was seen to make no attempt for 0.6 s on two cores at load 14. First messages are FirstMessageIT's
            // business.
            site.set("publish.settle", "2s");
            allIsHeard(test, site, 4, 1_000);
        }
    }

    /** Far more than fits into any queue on the way: the publishers are paced to the subscriber. */
    @Repeated
    void aBurstAtTheStartOfAProcessIsHeardInFullAndInOrder(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            allIsHeard(test, site, 1, 50_000);
        }
    }

    private static void allIsHeard(TestInfo test, Site site, int processes, int messages) throws Exception {
        long start = System.nanoTime();
        site.unhurried();
        Listener listener = site.listen();
        Publishers publishers = new Publishers(site, processes, THREADS, messages, LONG).awaitEnd();
        long expected = (long) processes * THREADS * messages;
        Report heard = listener.await(expected, LONG);

        new Tally(publishers.published(), publishers.returned(), heard.get("received")).print(test, start);
        System.out.println("  published within ms " + publishers.millis() + ", " + heard);
        assertThat(publishers.dropEpisodes()).as(site::tails).isZero();
        assertThat(heard)
                .as(site::tails)
                .isEqualTo(Report.parse(
                        "received " + expected + " repeated 0 disordered 0 missing 0 senders " + processes * THREADS));
    }
}
