package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * A shutdown in the midst of everything, whoever calls it, hundreds of times in one JVM: what returned before is heard
 * once, what comes later is refused, nothing hangs, and nothing is left behind.
 */
class ShutdownIT {
    private static final Duration LONG = Duration.ofMinutes(3 + Repetitions.number("busd.test.repeat", 1));
    /** Generous: what leaks with each client is more, 200 times. */
    private static final long HEAP = 4 << 20;

    private static final int CLIENTS = 200 * Repetitions.number("busd.test.repeat", 1);
    private static final int ROUNDS =
            Repetitions.number("busd.it.rounds", 200) * Repetitions.number("busd.test.repeat", 1);

    @Test
    void whileOthersPublish(TestInfo test) throws Exception {
        allIsHeard(test, "caller");
    }

    @Test
    void byAHandler(TestInfo test) throws Exception {
        allIsHeard(test, "handler");
    }

    @Test
    void byTwoThreadsAtOnce(TestInfo test) throws Exception {
        allIsHeard(test, "both");
    }

    @Test
    void byAnInterruptedThread(TestInfo test) throws Exception {
        allIsHeard(test, "interrupted");
    }

    /** By turns while a body says what it looks like, and where the future of another message completes. */
    @Test
    void inToJsonAndByACompletion(TestInfo test) throws Exception {
        allIsHeard(test, "odd-places");
    }

    @Test
    void afterLastWords(TestInfo test) throws Exception {
        allIsHeard(test, "last-words");
    }

    /** Zero by turns with less than that: what was not sent is lost, but all else holds. */
    @Test
    void withoutAnyTime(TestInfo test) throws Exception {
        Report said = run(test, Shutdowns.class, "no-time", Integer.toString(ROUNDS));
        assertThat(said.get("received")).isLessThanOrEqualTo(said.get("returned"));
        leavesNothingBehind(said);
    }

    @Test
    void twoHundredClientsLeaveNothingBehind(TestInfo test) throws Exception {
        Report said = run(test, ClosingClients.class, Integer.toString(CLIENTS), "used");
        assertThat(said.get("received")).isEqualTo(said.get("returned")).isPositive();
        leavesNothingBehind(said);
        assertThat(said.get("heapAfter") - said.get("heapBefore")).isLessThan(HEAP);
    }

    /** Nothing was opened: there is nothing to wait for, neither a settle time nor a linger. */
    @Test
    void beforeTheFirstMessage(TestInfo test) throws Exception {
        Report said = run(test, ClosingClients.class, Integer.toString(CLIENTS), "unused");
        leavesNothingBehind(said);
        assertThat(said.get("heapAfter") - said.get("heapBefore")).isLessThan(HEAP);
        assertThat(said.get("longestMillis")).isLessThan(2_000);
    }

    private static void allIsHeard(TestInfo test, String way) throws Exception {
        Report said = run(test, Shutdowns.class, way, Integer.toString(ROUNDS));
        assertThat(said.get("received")).isEqualTo(said.get("returned")).isPositive();
        assertThat(said.get("missing")).isZero();
        assertThat(said.get("disordered")).isZero();
        assertThat(said.get("undelivered")).isZero();
        leavesNothingBehind(said);
    }

    private static void leavesNothingBehind(Report said) {
        assertThat(said.get("threadsAfter")).isLessThanOrEqualTo(said.get("threadsBefore"));
        assertThat(said.get("descriptorsAfter")).isLessThanOrEqualTo(said.get("descriptorsBefore"));
    }

    private static Report run(TestInfo test, Class<?> program, String... arguments) throws Exception {
        long start = System.nanoTime();
        try (Site site = site(test)) {
            JavaProcess started = site.start(program, arguments);
            Report said = Report.parse(started.awaitLine("published ", LONG));
            new Tally(said.get("published"), said.get("returned"), said.get("received")).print(test, start);
            print(said);
            if (said.get("threadsAfter") > said.get("threadsBefore")) {
                System.out.println(started.tails());
            }
            assertThat(said.get("repeated")).isLessThanOrEqualTo(0);
            return said;
        }
    }

    /** Many rounds in little time: little waits to be sent, and the subscriber is back within milliseconds. */
    private static Site site(TestInfo test) throws Exception {
        Site site = new Site(test).unhurried();
        List<String> few = site.endpoints().subList(0, 4);
        return site.set("endpoints.local", few.stream().collect(Collectors.joining("\", \"", "[\"", "\"]")))
                .set("publish.high-water-mark", "200")
                .set("publish.settle", "10ms")
                .set("subscribe.reconnect", "8ms")
                .set("subscribe.reconnect-max", "8ms")
                .jvmOption("-XX:TieredStopAtLevel=1");
    }

    private static void print(Report said) {
        System.out.println("  descriptors before " + said.get("descriptorsBefore") + ", after "
                + said.get("descriptorsAfter") + "; threads before " + said.get("threadsBefore") + ", after "
                + said.get("threadsAfter") + "; heap before " + said.get("heapBefore") / 1024 + " KiB, after "
                + said.get("heapAfter") / 1024 + " KiB");
    }
}
