package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** A thread that is interrupted all the time loses nothing, says nothing twice, and keeps its flag. */
class InterruptsIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long MESSAGES = 100_000;

    @Repeated
    void aHundredThousandMessagesUnderConstantInterrupts(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = site.start(Interrupted.class, Long.toString(MESSAGES));
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            assertThat(publisher.awaitExit(LONG)).as(site::tails).isZero();
            Report heard = listener.await(MESSAGES, LONG);

            new Tally(said.get("published"), said.get("returned"), heard.get("received")).print(test, start);
            System.out.println("  the flag was found set " + said.get("flagged") + " times");
            assertThat(heard)
                    .as(site::tails)
                    .isEqualTo(Report.parse("received " + MESSAGES + " repeated 0 disordered 0 missing 0 senders 1"));
            assertThat(said.get("flagged")).isPositive();
            assertThat(said.get("lost")).isZero();
            assertThat(said.get("flag")).isEqualTo(1);
        }
    }
}
