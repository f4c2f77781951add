package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Ulimit;
import java.util.List;
import java.util.Map;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.Container.ExecResult;

/** Hosts that have little of something: memory, descriptors, room on the disk. */
class SmallHostsIT {
    private static final int RATE = 500;
    private static final String SITE = """
            bus {
              endpoints { load.app01 = ["tcp://app01:4022"], relay = ["tcp://relay:4001"] }
              relay { inbound = ["tcp://relay:2003"], outbound = ["tcp://relay:4001"] }
              name = load.app01
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void aTailOnSixtyFourMebibytesPrintsAllAndAFullDiskEndsNobodyElse(TestInfo test) throws Exception {
        int messages = 10_000;
        fleet.site(SITE);
        Host app01 = fleet.host("app01");
        Host small = fleet.host("small", limits -> limits.withMemory(64L << 20).withMemorySwap(64L << 20));
        Host full = fleet.host("full", limits -> limits.withTmpFs(Map.of("/full", "size=256k")));
        Host desk = fleet.host("desk");
        fleet.start();
        HostProcess printing =
                small.start("bus-tail", List.of("sh", "-c", "bus tail --count " + messages + " --timeout 60s | wc -l"));
        HostProcess writing = full.start("bus-tail", List.of("sh", "-c", "exec bus tail >/full/heard"));
        HostListener hearing = full.listen();
        HostListener listener = desk.listen();
        HostProcess publisher = app01.program("Load", "2", Integer.toString(4 * RATE), "4");
        publisher.awaitLine("ready true", HostProcess.LONG);
        listener.reach(messages, HostProcess.LONG);

        assertThat(printing.awaitExit(HostProcess.LONG)).as(printing::tails).isZero();
        assertThat(printing.awaitLine("", HostProcess.LONG)).as(printing::tails).isEqualTo(Integer.toString(messages));
        assertThat(writing.awaitExit(HostProcess.LONG)).as(writing::tails).isEqualTo(1);
        assertThat(writing.tails()).contains("bus: ").doesNotContain("\tat ");
        ExecResult keys = full.run("bus keys init /full/authority");
        assertThat(keys.getExitCode()).as(keys.getStderr()).isNotZero();
        assertThat(keys.getStderr()).contains("/full/authority").doesNotContain("\tat ");

        publisher.tell("end");
        Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
        for (Map.Entry<String, HostListener> other :
                Map.of("desk", listener, "on the full host", hearing).entrySet()) {
            Report heard = other.getValue().await(said.get("all"), HostProcess.LONG);
            new Account(other.getKey(), said.get("all") + said.get("refused"), said.get("all"), heard.get("received"))
                    .print(test, 4 * RATE + "/s");
            assertThat(heard)
                    .as(other.getKey())
                    .isEqualTo(Report.parse(
                            "received " + said.get("all") + " repeated 0 disordered 0 missing 0 senders 2"));
        }
    }

    @Test
    void aRelayWithFewDescriptorsThatIsFloodedWithGarbageServesOnAndTakesNoMore(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host relay = fleet.host("relay", limits -> limits.withUlimits(List.of(new Ulimit("nofile", 256L, 256L))));
        Host app01 = fleet.host("app01").environment("BUS_PUBLISH_VIA", "relay");
        Host desk = fleet.host("desk");
        Host hostile = fleet.host("hostile");
        fleet.start();
        HostProcess relaying = relay.environment("BUSD_JAVA_OPTS", "-Xmx64m").daemon("relay");
        HostListener listener = desk.listen();
        relay.awaitConnections(4001, 1);
        HostProcess publisher = app01.program("Load", "2", Integer.toString(RATE), "1");
        publisher.awaitLine("ready true", HostProcess.LONG);
        long before = listener.reach(RATE, HostProcess.LONG).get("received");

        HostProcess garbage = hostile.start(
                "garbage",
                List.of(
                        "python3",
                        Engine.PROGRAMS + "/org/busd/it/containers/garbage.py",
                        "10",
                        "400",
                        "relay",
                        "2003",
                        "4001"));
        Report flooded = Report.parse(garbage.awaitLine("made ", HostProcess.LONG));
        assertThat(relaying.isAlive()).as(relaying::tails).isTrue();
        long after = listener.reach(0, HostProcess.LONG).get("received");
        // Who comes afterwards is let in.
        HostListener newcomer = desk.listen();
        assertThat(newcomer.reach(1, HostProcess.LONG).get("received")).isPositive();
        publisher.tell("end");
        Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
        Report heard = listener.await(said.get("all"), HostProcess.LONG);

        new Account("desk", said.get("all") + said.get("refused"), said.get("all"), heard.get("received"))
                .print(test, RATE + "/s");
        System.out.println("  the flood: " + flooded + "; heard meanwhile " + (after - before) + "; " + said);
        assertThat(flooded.get("made")).isGreaterThan(400);
        assertThat(heard)
                .isEqualTo(
                        Report.parse("received " + said.get("all") + " repeated 0 disordered 0 missing 0 senders 2"));
        assertThat(said.get("refused")).isZero();
        relaying.signal("TERM");
        assertThat(relaying.awaitExit(HostProcess.LONG)).as(relaying::tails).isZero();
    }
}
