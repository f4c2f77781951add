package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes that are killed under load, without any chance to say goodbye, and come back. */
class KillsIT {
    private static final int KILLS = 20;
    private static final int RELAY_KILLS = 3;
    private static final int RATE = 500;

    /** From when a process is there again until its messages are heard. */
    private static final Duration RECOVERY = Duration.ofSeconds(2);
    /** For a busy host. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final String SITE = """
            bus {
              endpoints { load.app01 = ["tcp://app01:4022-4023"], relay = ["tcp://relay:4001"] }
              relay { inbound = ["tcp://relay:2003"], outbound = ["tcp://relay:4001"] }
              name = load.app01
              publish { ready-timeout = 1m, patience = 20s }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void aPublisherThatIsKilledTwentyTimesLosesOnlyWhatWasUnderWay(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host app01 = fleet.host("app01");
        Host desk = fleet.host("desk");
        fleet.start();
        HostListener listener = desk.listen();
        long returned = 0;
        long before = 0;
        Duration longest = Duration.ZERO;
        for (int life = 0; life < KILLS; life++) {
            HostProcess publisher = app01.program("Load", "1", Integer.toString(RATE), "1", "life" + life + "-");
            publisher.awaitLine("ready true", HostProcess.LONG);
            long start = System.nanoTime();
            assertThat(listener.reach(before + 1, HostProcess.LONG).get("received"))
                    .isGreaterThan(before);
            Duration heard = Duration.ofNanos(System.nanoTime() - start);
            longest = heard.compareTo(longest) > 0 ? heard : longest;
            assertThat(listener.reach(before + RATE / 5, HostProcess.LONG).get("received"))
                    .isGreaterThanOrEqualTo(before + RATE / 5);
            publisher.tell("report");
            returned += Report.parse(publisher.awaitLine("returned ", HostProcess.LONG))
                    .get("all");
            publisher.signal("KILL");
            assertThat(publisher.awaitExit(HostProcess.LONG)).isEqualTo(137);
            before = listener.await(0, HostProcess.LONG).get("received");
        }
        Report report = listener.await(0, HostProcess.LONG);

        // What returned after the last report is not known, and may have been heard.
        new Account("desk", returned, returned, Math.min(returned, report.get("received")))
                .print(test, RATE + "/s, " + KILLS + " kills");
        System.out.println("  heard at most " + longest.toMillis() + " ms after it was there; " + report);
        assertThat(longest).isLessThan(RECOVERY.plus(GRACE));
        assertThat(report.get("received"))
                .as("all that had returned before each kill")
                .isGreaterThanOrEqualTo(returned);
        assertThat(report.get("repeated")).isZero();
        assertThat(report.get("disordered")).isZero();
        assertThat(report.get("missing")).isZero();
        assertThat(report.get("senders")).isEqualTo(KILLS);
    }

    @Test
    void messagesPassAgainSoonAfterARelayThatWasKilledUnderLoadIsBack(TestInfo test) throws Exception {
        fleet.site(SITE);
        List<Host> applications = List.of(fleet.host("app01"), fleet.host("app02"));
        Host relay = fleet.host("relay");
        Host desk = fleet.host("desk");
        fleet.start();
        HostProcess relaying = relay.daemon("relay");
        HostListener listener = desk.listen();
        relay.awaitConnections(4001, 1);
        List<HostProcess> publishers = new ArrayList<>();
        for (Host application : applications) {
            application.environment("BUS_PUBLISH_VIA", "relay").environment("BUS_MODNAME", application.name());
            publishers.add(application.program("Load", "2", Integer.toString(RATE / 2), "1"));
        }
        listener.reach(RATE, HostProcess.LONG);
        for (int n = 0; n < RELAY_KILLS; n++) {
            relaying.signal("KILL");
            assertThat(relaying.awaitExit(HostProcess.LONG)).isEqualTo(137);
            long before = listener.await(0, HostProcess.LONG).get("received");
            relaying = relay.daemon("relay");
            long start = System.nanoTime();
            assertThat(listener.reach(before + 1, HostProcess.LONG).get("received"))
                    .isGreaterThan(before);
            Duration recovery = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("  passed again " + recovery.toMillis() + " ms after the relay was back");
            assertThat(recovery).isLessThan(RECOVERY.plus(GRACE));
            // All are connected again, so that what is lost is what the kill has cost.
            relay.awaitConnections(2003, applications.size());
            long heard = listener.reach(0, HostProcess.LONG).get("received");
            listener.reach(heard + RATE, HostProcess.LONG);
        }
        long returned = 0;
        long refused = 0;
        for (HostProcess publisher : publishers) {
            publisher.tell("end");
            Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
            returned += said.get("all");
            refused += said.get("refused");
        }
        Report report = listener.await(returned, Duration.ofSeconds(1));

        Account account = new Account("desk", returned + refused, returned, report.get("received"))
                .print(test, RATE + "/s, " + RELAY_KILLS + " kills of the relay");
        assertThat(refused).isZero();
        assertThat(account.dropped())
                .as("what was between publisher, relay and subscriber, a tenth of a second's at each kill")
                .isLessThan((long) RELAY_KILLS * RATE);
        assertThat(report.get("repeated")).isZero();
        assertThat(report.get("disordered")).isZero();
        assertThat(report.get("senders")).isEqualTo(4);
    }
}
