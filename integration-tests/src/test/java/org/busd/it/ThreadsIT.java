package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** Whatever thread publishes: all is heard, in its order, and what it took is given back when it ends. */
class ThreadsIT {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long SOON_MILLIS = 3_000;

    @Repeated
    void tenThousandThreadsOfOneMessageEachLeaveNothingBehind(TestInfo test) throws Exception {
        try (Site site = new Site(test).unhurried()) {
            Run run = run(test, site, "short");
            run.isHeard(10_001);
            run.leavesNothingBehind();
        }
    }

    @Repeated
    void aPoolLargerThanTheLimitSharesASocket(TestInfo test) throws Exception {
        try (Site site = new Site(test).unhurried()) {
            Run run = run(test, site.set("publish.max-thread-sockets", "64"), "pool");
            run.isHeard(5_001);
            assertThat(run.said.get("most")).isEqualTo(64);
            run.leavesNothingBehind();
        }
    }

    @Repeated
    void aHundredThousandVirtualThreads(TestInfo test) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads are there from Java 21 on");
        try (Site site = new Site(test).unhurried()) {
            Run run = run(test, site.jvmOption("-Xmx512m"), "virtual");
            run.isHeard(100_001);
            assertThat(run.said.get("opened")).as("the main thread's only").isEqualTo(1);
            run.leavesNothingBehind();
        }
    }

    @Repeated
    void parallelStreamsAndForkJoinPools(TestInfo test) throws Exception {
        try (Site site = new Site(test).unhurried()) {
            run(test, site, "fork-join").isHeard(20_001);
        }
    }

    @Repeated
    void timersAndScheduledTasks(TestInfo test) throws Exception {
        try (Site site = new Site(test).unhurried()) {
            Run run = run(test, site, "timer");
            run.isHeard(201);
            run.leavesNothingBehind();
        }
    }

    @Repeated
    void aThreadWhoseLocalsAreErasedKeepsItsSocket(TestInfo test) throws Exception {
        try (Site site = new Site(test).unhurried().jvmOption("--add-opens=java.base/java.lang=ALL-UNNAMED")) {
            Run run = run(test, site, "erased");
            run.isHeard(1_001);
            assertThat(run.said.get("opened")).as("main's and the pool's").isEqualTo(2);
            run.leavesNothingBehind();
        }
    }

    /** What the program said, and what came of it. */
    private record Run(Site site, Report said, Report left, Report heard) {
        void isHeard(long count) {
            assertThat(said.get("returned")).isEqualTo(count);
            assertThat(heard.get("received")).as(site::tails).isEqualTo(count);
            assertThat(heard.get("repeated")).as(site::tails).isZero();
            assertThat(heard.get("missing")).as(site::tails).isZero();
        }

        void leavesNothingBehind() {
            assertThat(left.get("sockets")).as(site::tails).isZero();
            assertThat(left.get("after")).as(site::tails).isLessThanOrEqualTo(left.get("before"));
            assertThat(left.get("ms")).as(site::tails).isLessThan(SOON_MILLIS);
        }
    }

    private static Run run(TestInfo test, Site site, String kind) throws Exception {
        long start = System.nanoTime();
        Listener listener = site.listen();
        JavaProcess publisher = site.start(Threads.class, kind);
        Report said = Report.parse(publisher.awaitLine("returned ", LONG));
        Report left = Report.parse(publisher.awaitLine("before ", LONG));
        Report heard = listener.await(said.get("returned"), LONG);

        new Tally(said.get("published"), said.get("returned"), heard.get("received")).print(test, start);
        System.out.println("  thread sockets opened " + said.get("opened") + ", left " + left.get("sockets")
                + "; descriptors before " + left.get("before") + ", after " + left.get("after") + ", within "
                + left.get("ms") + " ms");
        return new Run(site, said, left, heard);
    }
}
