package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hosts whose clocks are an hour off, by libfaketime: the time of day is shifted for a process, not its timers. */
class ClocksIT {
    private static final int MESSAGES = 100;

    private static final String SITE = """
            bus {
              endpoints {
                load.right = ["tcp://right:4022"], load.ahead = ["tcp://ahead:4022"], load.behind = ["tcp://behind:4022"]
              }
              publish { linger = 20s, patience = 20s }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void aClockThatIsAnHourOffMattersOnlyToThoseWhoAskHowOldMessagesAre(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host right = fleet.host("right");
        Host ahead = fleet.host("ahead");
        Host behind = fleet.host("behind");
        List<Host> hosts = List.of(right, ahead, behind);
        fleet.start();
        Authority authority = new Authority(right);
        for (Host host : hosts) {
            authority.isTrustedBy(host);
            authority.certifies(host.name() + ".example.org", host);
            host.environment("BUS_NAME", "load." + host.name()).environment("BUS_MODNAME", host.name());
        }
        shift(ahead, "+1h");
        shift(behind, "-1h");
        assertThat(ahead.sh("LD_PRELOAD=" + library(ahead) + " FAKETIME=+1h date +%s")
                        .strip())
                .isGreaterThan(right.sh("date +%s").strip());
        // They verify certificates by their own clocks, too.
        List<HostListener> listeners = List.of(right.listen(), ahead.listen(), behind.listen());
        right.environment("BUS_VALIDATION_MAX_AGE", "5m");
        HostListener strict = right.listen();

        long published = 0;
        long returned = 0;
        List<HostProcess> publishers = new ArrayList<>();
        for (Host host : hosts) {
            publishers.add(host.program(
                    "Publisher", host.name(), "1", Integer.toString(MESSAGES), "return", Integer.toString(4)));
        }
        for (HostProcess publisher : publishers) {
            Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
            published += said.get("published");
            returned += said.get("returned");
        }
        long all = (long) hosts.size() * MESSAGES;
        for (int n = 0; n < hosts.size(); n++) {
            Report heard = listeners.get(n).await(all, HostProcess.LONG);
            new Account("on " + hosts.get(n).name(), published, returned, heard.get("received"))
                    .print(test, "full speed");
            assertThat(heard)
                    .as(hosts.get(n).name())
                    .isEqualTo(Report.parse("received " + all + " repeated 0 disordered 0 missing 0 senders 3"));
        }
        Report young = strict.await(MESSAGES, HostProcess.LONG);
        new Account("on right, max-age = 5m", published, returned, young.get("received")).print(test, "full speed");
        assertThat(young)
                .isEqualTo(Report.parse("received " + MESSAGES + " repeated 0 disordered 0 missing 0 senders 1"));
    }

    /** For processes started from now on. */
    private static void shift(Host host, String by) throws Exception {
        host.environment("LD_PRELOAD", library(host))
                .environment("FAKETIME", by)
                .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                // Of a fault that the C library no longer has: with it, threads wait for seconds too long.
                .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static String library(Host host) throws Exception {
        return host.sh("echo /usr/lib/*/faketime/libfaketimeMT.so.1").strip();
    }
}
