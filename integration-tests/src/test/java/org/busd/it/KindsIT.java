package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

/** Every kind of object, made in one JVM, and its exact bytes in another. */
class KindsIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Repeated
    void everyKindOfObjectArrivesInItsExactBytes(TestInfo test) throws Exception {
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen("print");
            JavaProcess publisher = site.start(Kinds.class);
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));

            List<Kinds.Kind> kinds = Kinds.all();
            int received = 0;
            for (Kinds.Kind kind : kinds) {
                assertThat(listener.nextText(LONG)).matches(envelopeOf(++received, kind.json()));
            }
            assertThat(listener.await(kinds.size(), LONG).get("received")).isEqualTo(kinds.size());
            new Tally(said.get("published"), said.get("returned"), received).print(test, start);
            assertThat(said.get("returned")).isEqualTo(kinds.size());
        }
    }

    /** The sender's class is in org.busd.it, which makes its modname. */
    private static String envelopeOf(int i, String body) {
        return "\\{\"i\":" + i + ",\"msg\":\\Q" + body + "\\E,\"msg_id\":\"20\\d\\d-[0-9a-f-]{36}\",\"timestamp\":\\d+,"
                + "\"topic\":\"org\\.example\\.dev\\.it\\.kind\",\"username\":\"[^\"]*\"}";
    }
}
