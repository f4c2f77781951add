package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

/** Where there are no file descriptors left: who publishes is told so, nothing that returned is lost, and it recovers. */
class DescriptorLimitIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Repeated
    void aLimitOf256AndNoneLeftForTheFirstMessage(TestInfo test) throws Exception {
        // The settings are what is read first.
        assertThat(recovers(test, "none")).contains("bus.d", "Too many open files");
    }

    @Repeated
    void aLimitOf256AndTooFewLeftForTheFirstMessage(TestInfo test) throws Exception {
        assertThat(recovers(test, "few")).contains("descriptors", "ulimit");
    }

    @Repeated
    void aLimitOf256AndNoneLeftForFurtherThreads(TestInfo test) throws Exception {
        assertThat(recovers(test, "more")).contains("descriptors", "ulimit");
    }

    /** What the first that was refused was told. */
    private static String recovers(TestInfo test, String when) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = limited(site, 256, when);
            String refusal = publisher.awaitLine("refused: ", LONG);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            publisher.tell("end");
            assertThat(publisher.awaitExit(LONG)).as(site::tails).isZero();
            Report heard = listener.await(said.get("returned"), LONG);

            print(test, start, said, heard);
            System.out.println("  " + refusal);
            assertThat(said.get("later"))
                    .as("refused with descriptors there: %s", site.tails())
                    .isZero();
            assertThat(said.get("returned")).isGreaterThanOrEqualTo(20);
            assertThat(heard.get("received")).as(site::tails).isEqualTo(said.get("returned"));
            assertThat(heard.get("repeated")).as(site::tails).isZero();
            return refusal;
        }
    }

    /**
     * Too few for a bus: each publish says so, and the process ends as if there were none. How far it comes depends on how
     * many jars the JVM holds open: the settings may be what it cannot read.
     */
    @Repeated
    void aLimitOf64(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen();
            JavaProcess publisher = limited(site, 64, "more");
            assertThat(publisher.awaitLine("refused: ", LONG)).contains("Too many open files");
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            publisher.tell("end");
            assertThat(publisher.awaitExit(LONG)).as(site::tails).isZero();
            Report heard = listener.await(said.get("returned"), LONG);

            print(test, start, said, heard);
            assertThat(said.get("refused")).as(site::tails).isPositive();
            assertThat(heard.get("received")).as(site::tails).isEqualTo(said.get("returned"));
        }
    }

    private static void print(TestInfo test, long start, Report said, Report heard) {
        new Tally(said.get("tried"), said.get("returned"), heard.get("received")).print(test, start);
        System.out.println("  refused " + said.get("refused") + " while none was left, " + said.get("later")
                + " afterwards; descriptors taken " + said.get("hoarded"));
    }

    private static JavaProcess limited(Site site, int limit, String when) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return site.start(
                "FewDescriptors",
                List.of(
                        "sh",
                        "-c",
                        "ulimit -n " + limit + " && exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FewDescriptors.class.getName(),
                        when));
    }
}
