package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** Two clients side by side in one process, each on a bus of its own. */
class TwoBusesIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int THREADS = 4;
    private static final int MESSAGES = 2_000;

    @Repeated
    void twoClientsInAProcessDoNotHearEachOther(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site one = new Site(test, "one")
                        .unhurried()
                        .set("topic-prefix", "org.one")
                        .set("modname", "both");
                Site two = new Site(test, "two")
                        .unhurried()
                        .set("topic-prefix", "org.two")
                        .set("modname", "both");
                Site both = new Site(test).unhurried()) {
            // Both take all topics: what crossed over would come from further senders.
            Listener atOne = one.listen();
            Listener atTwo = two.listen();
            JavaProcess publisher = both.start(
                    TwoBuses.class,
                    one.dropIns().toString(),
                    two.dropIns().toString(),
                    Integer.toString(THREADS),
                    Integer.toString(MESSAGES));
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isZero();
            int each = THREADS * MESSAGES;
            Report heardAtOne = atOne.await(each, LONG);
            Report heardAtTwo = atTwo.await(each, LONG);

            new Tally(
                            said.get("published"),
                            said.get("returned"),
                            heardAtOne.get("received") + heardAtTwo.get("received"))
                    .print(test, start);
            assertThat(said.get("returned")).isEqualTo(2L * each);
            Report inFull = Report.parse("received " + each + " repeated 0 disordered 0 missing 0 senders " + THREADS);
            assertThat(heardAtOne).as(one::tails).isEqualTo(inFull);
            assertThat(heardAtTwo).as(two::tails).isEqualTo(inFull);
        }
    }
}
