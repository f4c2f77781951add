package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.TestInfo;

/** Processes for which everything but ASCII is foreign, as under cron or in bare containers. */
class AsciiLocaleIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Repeated
    void allTextSurvivesProcessesInTheCLocale(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            site.environment("LANG", "C").environment("LC_ALL", "C");
            // From 18 on the default charset is UTF-8 whatever the locale; COMPAT makes it the locale's again.
            site.jvmOption("-Dfile.encoding=" + (Runtime.version().feature() < 18 ? "US-ASCII" : "COMPAT"));
            Listener listener = site.listen("print");
            JavaProcess publisher = site.start(ForeignText.class);
            String charset = publisher.awaitLine("charset ", LONG);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));

            int received = 0;
            for (String text : ForeignText.TEXTS) {
                assertThat(listener.nextCodePoints(LONG)).isEqualTo(Subscriber.codePoints(text));
                received++;
            }
            new Tally(said.get("published"), said.get("returned"), received).print(test, start);
            assertThat(charset).isEqualTo("charset US-ASCII");
            assertThat(publisher.awaitExit(LONG)).isZero();
        }
    }
}
