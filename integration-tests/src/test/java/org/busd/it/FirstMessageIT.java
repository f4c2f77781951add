package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;

/** A process's first message, with a subscriber that was there before the process. */
class FirstMessageIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** In one lane of processes they return from main right after publish, in the other they call System.exit. */
    @Repeated
    void theFirstMessageOfAProcessThatEndsAtOnceIsHeard(TestInfo test) throws Exception {
        int starts = Repetitions.number("busd.it.starts", 100);
        long start = System.nanoTime();
        try (Site site = brief(test)) {
            Listener listener = site.listen();
            List<CompletableFuture<Long>> lanes = Stream.of("return", "exit")
                    .map(way -> CompletableFuture.supplyAsync(() -> returned(site, starts / 2, way)))
                    .toList();
            long returned = 0;
            for (CompletableFuture<Long> lane : lanes) {
                returned += lane.get();
            }
            Report heard = listener.await(starts, Duration.ofSeconds(10));

            new Tally(starts, returned, heard.get("received")).print(test, start);
            assertThat(returned).as(site::tails).isEqualTo(starts);
            assertThat(heard)
                    .as(listener.process()::tails)
                    .isEqualTo(Report.parse("received " + starts + " repeated 0 disordered 0 missing 0 senders 2"));
        }
    }

    /** How many of so many processes, one after the other, have published. */
    private static long returned(Site site, int starts, String way) {
        long returned = 0;
        for (int n = 0; n < starts; n++) {
            try (JavaProcess process = site.start(FirstMessage.class, Integer.toString(n), way)) {
                // It ends with 0 only if publish returned.
                returned += process.awaitExit(LONG) == 0 ? 1 : 0;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return returned;
    }

    /** What the first message depends on: subscribers look for a new publisher more often than it waits. */
    @Repeated
    void aSubscriberComesBackWithinTheSettleTime(TestInfo test) throws Exception {
        int starts = Repetitions.number("busd.it.reconnections", 10);
        long start = System.nanoTime();
        try (Site site = brief(test)) {
            Listener listener = site.listen();
            List<Long> millis = new ArrayList<>();
            for (int n = 0; n < starts; n++) {
                try (JavaProcess process = site.start(Reconnection.class, Integer.toString(n))) {
                    Report report = Report.parse(process.awaitLine("came ", LONG));
                    assertThat(report.get("came")).as(process::tails).isEqualTo(1);
                    millis.add(report.get("ms"));
                    assertThat(process.awaitExit(LONG)).isZero();
                }
            }
            Report heard = listener.await(starts, Duration.ofSeconds(10));

            new Tally(starts, starts, heard.get("received")).print(test, start);
            List<Long> sorted = millis.stream().sorted().toList();
            System.out.println("  subscribed after ms: median " + sorted.get(starts / 2) + ", 90 % "
                    + sorted.get(starts * 9 / 10) + ", most " + sorted.get(starts - 1));
            assertThat(heard.get("received")).as(() -> "after ms " + millis).isEqualTo(starts);
        }
    }

    /** Where processes end before an optimising compiler would be of use. */
    private static Site brief(TestInfo test) throws Exception {
        return new Site(test).jvmOption("-XX:TieredStopAtLevel=1");
    }
}
