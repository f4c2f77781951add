package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Hosts that the network no longer reaches: their interface is taken away, or all packets are dropped and connections stay
 * half open. Each has a cut of its own, all at the same time, beside one that is never cut.
 */
class CutsIT {
    private static final int RATE = 300;

    /** From when the network is back until messages are heard again. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final String SITE = """
            bus {
              endpoints { load.app01 = ["tcp://app01:4022"], relay = ["tcp://relay:4001"] }
              relay { inbound = ["tcp://relay:2003"], outbound = ["tcp://relay:4001"] }
              name = load.app01
            }
            """;

    /** What happens to a subscriber's host. */
    private record Cut(Host host, boolean unplugged, Duration length) {
        @Override
        public String toString() {
            return host.name() + ", " + (unplugged ? "unplugged" : "deaf") + " for " + length.toSeconds() + " s";
        }
    }

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void whoWasCutOffHearsAgainSoonAndNobodyElseMissesAnything(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host app01 = fleet.host("app01");
        Host desk = fleet.host("desk");
        List<Cut> cuts = new ArrayList<>();
        for (int seconds : new int[] {1, 10, 40}) {
            cuts.add(new Cut(fleet.host("unplugged" + seconds), true, Duration.ofSeconds(seconds)));
            cuts.add(new Cut(fleet.host("deaf" + seconds), false, Duration.ofSeconds(seconds)));
        }
        fleet.start();
        HostListener uncut = desk.listen();
        List<HostListener> listeners = new ArrayList<>();
        for (Cut cut : cuts) {
            listeners.add(cut.host().listen());
        }
        HostProcess publisher = app01.program("Load", "1", Integer.toString(RATE), Integer.toString(1 + cuts.size()));
        publisher.awaitLine("ready true", HostProcess.LONG);
        uncut.reach(RATE, HostProcess.LONG);

        List<CompletableFuture<Duration>> recoveries = new ArrayList<>();
        for (int n = 0; n < cuts.size(); n++) {
            Cut cut = cuts.get(n);
            HostListener listener = listeners.get(n);
            recoveries.add(Meanwhile.run(() -> recovery(cut, listener)));
        }
        List<Duration> took = recoveries.stream().map(CompletableFuture::join).toList();
        long last = uncut.reach(0, HostProcess.LONG).get("received");
        uncut.reach(last + RATE, HostProcess.LONG);
        publisher.tell("end");
        Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
        Report heard = uncut.await(said.get("all"), HostProcess.LONG);

        String rate = RATE + "/s";
        long published = said.get("all") + said.get("refused");
        new Account("never cut", published, said.get("all"), heard.get("received")).print(test, rate);
        for (int n = 0; n < cuts.size(); n++) {
            Report report = listeners.get(n).await(0, HostProcess.LONG);
            new Account(cuts.get(n).toString(), published, said.get("all"), report.get("received")).print(test, rate);
            System.out.println("  heard again " + took.get(n).toMillis() + " ms after the network was back; " + report);
            assertThat(report.get("repeated")).as(cuts.get(n).toString()).isZero();
            assertThat(report.get("disordered")).as(cuts.get(n).toString()).isZero();
        }
        assertThat(heard.get("received")).isEqualTo(said.get("all"));
        assertThat(said.get("refused")).isZero();
        assertThat(took).allMatch(recovery -> recovery.compareTo(RECOVERY) < 0);
    }

    private static Duration recovery(Cut cut, HostListener listener) throws Exception {
        if (cut.unplugged()) {
            cut.host().unplug();
        } else {
            cut.host().deafen();
        }
        long before = listener.await(0, HostProcess.LONG).get("received");
        // How long the network is away is what the test is about.
        Thread.sleep(cut.length().toMillis());
        if (cut.unplugged()) {
            cut.host().plug();
        } else {
            cut.host().undeafen();
        }
        long back = System.nanoTime();
        assertThat(listener.reach(before + 1, HostProcess.LONG).get("received")).isGreaterThan(before);
        return Duration.ofNanos(System.nanoTime() - back);
    }
}
