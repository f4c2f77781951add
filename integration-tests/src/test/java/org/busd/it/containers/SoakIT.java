package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.busd.it.Repetitions;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A site at a steady rate on which threads, tails and relays come and go, for {@code -Dbusd.it.soak} seconds: 60, by hand
 * 600.
 */
class SoakIT {
    private static final int SECONDS = Repetitions.number("busd.it.soak", 60);
    private static final Duration STEP = Duration.ofSeconds(2);
    /** How many steps a relay lives; in between it is away for as long as it takes to start. */
    private static final int RELAY_STEPS = 4;

    private static final int WARM_UP_STEPS = 4;
    private static final int RATE = 300;

    /** What may be more at the end: what comes and goes does so between two looks. */
    private static final Map<String, Double> NOISE =
            Map.of("descriptors", 8.0, "threads", 3.0, "sockets", 2.0, "heap", 1024.0 * 1024);

    private static final String SITE = """
            bus {
              endpoints { load.app01 = ["tcp://app01:4022"], relay = ["tcp://relay:4001"] }
              relay { inbound = ["tcp://relay:2003"], outbound = ["tcp://relay:4001"] }
              publish { patience = 20s, ready-timeout = 1m }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void whateverComesAndGoesNothingGrowsAndNothingIsLost(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host app01 = fleet.host("app01");
        Host app02 = fleet.host("app02");
        Host relay = fleet.host("relay");
        Host second = fleet.host("second").dropIn("90-host.conf", """
                bus.relay { inbound = ["tcp://second:2003"], outbound = ["tcp://second:4001"] }
                """);
        Host desk = fleet.host("desk");
        fleet.start();
        HostProcess relaying = relay.daemon("relay");
        HostProcess coming = second.daemon("relay");
        HostListener listener = desk.listen();
        relay.awaitConnections(4001, 1);
        HostProcess direct =
                app01.environment("BUS_NAME", "load.app01").program("Churn", "app01", Integer.toString(RATE), "1");
        HostProcess relayed = app02.environment("BUS_PUBLISH_VIA", "relay")
                .dropIn("90-host.conf", "bus.relay.inbound = [\"tcp://relay:2003\", \"tcp://second:2003\"]\n")
                .program("Churn", "app02", Integer.toString(RATE), "1");
        List<HostProcess> publishers = List.of(direct, relayed);
        for (HostProcess publisher : publishers) {
            publisher.awaitLine("ready true", HostProcess.LONG);
        }
        HostProcess ignored =
                desk.start("tails", List.of("sh", "-c", "while bus tail --count 100; do :; done >/dev/null"));

        Map<String, Series> grown = new LinkedHashMap<>();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        for (int step = 0; System.nanoTime() < end; step++) {
            // A soak is time that passes.
            Thread.sleep(STEP.toMillis());
            if (step % RELAY_STEPS == RELAY_STEPS - 1) {
                coming.signal("TERM");
                assertThat(coming.awaitExit(HostProcess.LONG)).as(coming::tails).isZero();
                coming = second.daemon("relay");
            }
            Map<String, Report> now = new LinkedHashMap<>();
            for (HostProcess publisher : publishers) {
                publisher.tell("report");
                now.put(publisher.name(), Report.parse(publisher.awaitLine("returned ", HostProcess.LONG)));
            }
            now.put("the relay", of(relay, relaying));
            now.put("the subscriber", of(desk, listener.process()));
            if (step >= WARM_UP_STEPS) {
                now.forEach((who, report) -> NOISE.keySet().stream()
                        .filter(what -> report.get(what) >= 0)
                        .forEach(what -> grown.computeIfAbsent(who + ": " + what, key -> new Series())
                                .add((double) report.get(what))));
            }
        }
        long returned = 0;
        long refused = 0;
        for (HostProcess publisher : publishers) {
            publisher.tell("end");
            Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
            returned += said.get("returned");
            refused += said.get("refused");
            System.out.println("  " + publisher.name() + ": " + said);
        }
        Report heard = listener.await(returned, HostProcess.LONG);

        new Account("desk", returned + refused, returned, heard.get("received"))
                .print(test, publishers.size() * RATE + "/s for " + SECONDS + " s");
        grown.forEach((what, series) -> System.out.println("  " + what + " " + series));
        assertThat(refused).isZero();
        assertThat(heard.get("received")).isEqualTo(returned);
        assertThat(heard.get("repeated")).isZero();
        assertThat(heard.get("missing")).isZero();
        assertThat(grown).isNotEmpty();
        grown.forEach((what, series) -> assertThat(series.growth())
                .as(what + " " + series)
                .isLessThan(NOISE.get(what.substring(what.lastIndexOf(' ') + 1))));
    }

    private static Report of(Host host, HostProcess process) throws Exception {
        return Report.parse(host.sh("echo descriptors $(ls /proc/" + process.pid() + "/fd | wc -l) threads $(ls /proc/"
                        + process.pid() + "/task | wc -l)")
                .strip());
    }
}
