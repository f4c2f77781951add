package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names of hosts that are known late, lead elsewhere, or are never known, beside one that always is. */
class NamesIT {
    private static final int RATE = 200;

    /** Generous: the longest pause between two looks is 10 s, a name service is not asked again for a second. */
    private static final Duration FOUND = Duration.ofSeconds(30);

    private static final String SITE = """
            bus {
              endpoints {
                always = ["tcp://app01:4022"], late = ["tcp://late:4022"], moving = ["tcp://moving:4022"]
                never = ["tcp://nowhere.invalid:4022"]
              }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void lateOnesAndThoseThatMoveAreFoundAndNoneStallsTheOthers(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host app01 = fleet.host("app01");
        Host first = fleet.host("moving");
        Host second = fleet.host("second");
        Host desk = fleet.host("desk");
        fleet.start();
        // What the JVM remembers of names is its own affair; here as in an application server's usual set-up.
        desk.environment("JAVA_OPTIONS", "-Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=1");
        HostListener listener = desk.listen();
        HostProcess always = load(app01, "always");
        HostProcess moving = load(first, "moving");
        listener.reach("always", RATE, HostProcess.LONG);
        assertThat(listener.reach("moving", 1, HostProcess.LONG).get("received"))
                .isPositive();

        Host late = fleet.host("late");
        fleet.start();
        HostProcess ignored = load(late, "late");
        Duration lateFound = found(listener, "late", 1);

        moving.signal("KILL");
        // Its connections end with it, not with its network: that would take two heartbeats to be noticed.
        assertThat(moving.awaitExit(HostProcess.LONG)).isEqualTo(137);
        first.unplug();
        second.moveTo("moving");
        long before = listener.await("moving", 0, HostProcess.LONG).get("received");
        HostProcess moved = load(second, "moving", "moved");
        Duration movedFound = found(listener, "moving", before + 1);

        always.tell("end");
        Report said = Report.parse(always.awaitLine("returned ", HostProcess.LONG));
        Report heard = listener.await("always", said.get("all"), HostProcess.LONG);
        new Account(
                        "the one always known",
                        said.get("all") + said.get("refused"),
                        said.get("all"),
                        heard.get("received"))
                .print(test, RATE + "/s");
        System.out.println("  the late one was heard " + lateFound.toMillis()
                + " ms after it was there, the one that moved " + movedFound.toMillis() + " ms");
        assertThat(heard)
                .isEqualTo(
                        Report.parse("received " + said.get("all") + " repeated 0 disordered 0 missing 0 senders 1"));
        assertThat(lateFound).isLessThan(FOUND);
        assertThat(movedFound).isLessThan(FOUND);
        assertThat(moved.isAlive()).isTrue();
    }

    private static HostProcess load(Host host, String service) throws Exception {
        return load(host, service, "load");
    }

    /** Publishes on a topic that ends with the service's name; waits for a subscriber. */
    private static HostProcess load(Host host, String service, String name) throws Exception {
        host.environment("BUS_NAME", service);
        return host.program("Load", "1", Integer.toString(RATE), "1", name, service);
    }

    private static Duration found(HostListener listener, String topic, long count) throws InterruptedException {
        long start = System.nanoTime();
        assertThat(listener.reach(topic, count, HostProcess.LONG).get("received"))
                .isGreaterThanOrEqualTo(count);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
