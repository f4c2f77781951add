package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hosts that do not keep up, beside others that do: one that stands still, and one behind a slow and lossy line. */
class SlowSubscribersIT {
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final String SITE = """
            bus {
              endpoints { load.app01 = ["tcp://app01:4022"] }
              name = load.app01
              # On a busy host one that is well may stand still for longer than the second that is the default.
              publish { patience = 5s, linger = 20s }
            }
            """;

    /** What queues of 10 000 messages for each subscriber fit in easily, and 200 000 messages do not. */
    private static final String HEAP = "64m";

    /** What the publishing JVM may take in all: its heap, and as much again for code, threads and buffers. */
    private static final long MAX_RESIDENT_MIB = 192;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void oneThatIsPausedCostsItsPublisherLittleMemoryAndTheOthersNothing(TestInfo test) throws Exception {
        int messages = 200_000;
        int rate = 20_000;
        fleet.site(SITE);
        Host app01 = fleet.host("app01").environment("JAVA_OPTIONS", "-Xmx" + HEAP);
        Host paused = fleet.host("paused");
        List<Host> others = List.of(fleet.host("desk"), fleet.host("window"));
        fleet.start();
        HostListener stands = paused.listen();
        List<HostListener> listeners = new ArrayList<>();
        for (Host other : others) {
            listeners.add(other.listen());
        }
        HostProcess publisher = app01.program("Load", "2", Integer.toString(rate), "3");
        publisher.awaitLine("ready true", LONG);
        assertThat(stands.reach(1, LONG).get("received")).isPositive();
        paused.pause();
        publisher.tell("report");
        long before = Report.parse(publisher.awaitLine("returned ", LONG)).get("all");
        listeners.get(0).reach(before + messages, LONG);
        publisher.tell("end");
        Report said = Report.parse(publisher.awaitLine("returned ", LONG));
        long resident = residentMib(app01, publisher);
        paused.unpause();

        long published = said.get("all") + said.get("refused");
        String paced = said.get("returned") * 1000 / said.get("ms") + "/s";
        for (int n = 0; n < listeners.size(); n++) {
            Report heard = listeners.get(n).await(said.get("all"), LONG);
            new Account(others.get(n).name(), published, said.get("all"), heard.get("received")).print(test, paced);
            assertThat(heard)
                    .as(others.get(n).name())
                    .isEqualTo(Report.parse(
                            "received " + said.get("all") + " repeated 0 disordered 0 missing 0 senders 2"));
        }
        Report late = stands.await(0, LONG);
        Account account = new Account("paused", published, said.get("all"), late.get("received")).print(test, paced);
        System.out.println(
                "  the publisher's memory at its most: " + resident + " MiB, with -Xmx" + HEAP + "; " + said);
        assertThat(said.get("refused")).isZero();
        assertThat(said.get("all")).isGreaterThanOrEqualTo(before + messages);
        assertThat(account.dropped()).isPositive();
        assertThat(late.get("repeated")).isZero();
        assertThat(late.get("disordered")).isZero();
        assertThat(resident).isLessThan(MAX_RESIDENT_MIB);
    }

    private static long residentMib(Host host, HostProcess process) throws IOException, InterruptedException {
        return Long.parseLong(host.sh("awk '/^VmHWM/ { print $2 }' /proc/" + process.pid() + "/status")
                        .strip())
                / 1024;
    }

    @Test
    void behindASlowAndLossyLineEverythingIsHeardInOrderOnlyLater(TestInfo test) throws Exception {
        int rate = 500;
        fleet.site(SITE);
        Host app01 = fleet.host("app01");
        Host far = fleet.host("far");
        Host desk = fleet.host("desk");
        fleet.start();
        HostProcess line = far.start(
                "line",
                List.of("python3", Engine.PROGRAMS + "/org/busd/it/containers/slow_network.py", "200", "5", "1"));
        line.awaitLine("ready", LONG);
        far.sh("iptables -A INPUT -i eth0 -j NFQUEUE --queue-num 0");
        HostListener behind = far.listen();
        HostListener near = desk.listen();
        HostProcess publisher = app01.program("Load", "2", Integer.toString(rate), "2");
        publisher.awaitLine("ready true", LONG);
        near.reach(10L * rate, LONG);
        publisher.tell("end");
        Report said = Report.parse(publisher.awaitLine("returned ", LONG));
        long start = System.nanoTime();
        Report heardNear = near.await(said.get("all"), LONG);
        Report heardFar = behind.reach(said.get("all"), LONG);
        Duration behindBy = Duration.ofNanos(System.nanoTime() - start);
        line.signal("TERM");
        Report packets = Report.parse(line.awaitLine("passed ", LONG));

        long published = said.get("all") + said.get("refused");
        new Account("near", published, said.get("all"), heardNear.get("received")).print(test, rate + "/s");
        new Account("200 ms and 5 % loss away", published, said.get("all"), heardFar.get("received"))
                .print(test, rate + "/s");
        System.out.println("  all was heard " + behindBy.toMillis() + " ms after the last; " + packets);
        assertThat(packets.get("lost")).isPositive();
        assertThat(said.get("refused")).isZero();
        Report all = Report.parse("received " + said.get("all") + " repeated 0 disordered 0 missing 0 senders 2");
        assertThat(heardNear).isEqualTo(all);
        assertThat(heardFar).isEqualTo(all);
    }
}
