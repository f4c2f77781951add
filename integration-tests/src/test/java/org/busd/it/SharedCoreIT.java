package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A process whose threads have one core between them, as each has on a busy host. */
class SharedCoreIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MESSAGES = 1_000;
    /** So many that a relay, which is woken for each, has been compiled. */
    private static final int MESSAGES_RELAYED = 5_000;

    /** Whoever is woken in the midst of being told what to do lets the other finish, rather than ask all the time. */
    @Test
    void whatZeroMqTakesIsLittleBesideWork(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            Listener listener = site.listen();
            List<String> command = new ArrayList<>(List.of("taskset", "-c", firstCore()));
            command.addAll(JavaProcess.commandOf(List.of(), SharedCore.class, Integer.toString(MESSAGES)));
            JavaProcess publisher = site.start("SharedCore", command);
            Report said = Report.parse(publisher.awaitLine("published ", LONG));

            System.out.println("SharedCoreIT: " + said);
            assertThat(listener.await(MESSAGES, LONG).get("received")).isEqualTo(MESSAGES);
            assertThat(said.get("zeromqMicros")).as(site::tails).isLessThan(said.get("ownMicros") / 4);
        }
    }

    @Test
    void whatARelayTakesIsLittleBesideItsPublishersWork(TestInfo test) throws Exception {
        try (Site site = new Site(test)) {
            Daemon relay = new Daemon(site, Daemon.Kind.RELAY).start();
            site.set("publish.via", "relay").set("relay.inbound", "[\"" + relay.inbound() + "\"]");
            site.set("endpoints.relay", "[\"" + relay.endpoint() + "\"]");
            // Its JVM has chosen its collector and compilers for as many cores as there are.
            String pid = Long.toString(relay.process().pid());
            JavaProcess taskset = site.start("taskset", List.of("taskset", "-a", "-c", "-p", firstCore(), pid));
            assertThat(taskset.awaitExit(LONG)).as(taskset::tails).isZero();
            Listener listener = site.listen();
            Duration before = relay.cpuTimeOf("relay-1");
            Report said = Report.parse(site.start(SharedCore.class, Integer.toString(MESSAGES_RELAYED))
                    .awaitLine("published ", LONG));

            assertThat(listener.await(MESSAGES_RELAYED, LONG).get("received")).isEqualTo(MESSAGES_RELAYED);
            long relayMicros = relay.cpuTimeOf("relay-1").minus(before).toNanos() / 1_000;
            System.out.println("SharedCoreIT: " + said + " relayMicros " + relayMicros);
            assertThat(relayMicros).as(site::tails).isLessThan(said.get("ownMicros") / 8);
        }
    }

    /** Of those that we may use. */
    private static String firstCore() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.split("[:,-]", -1)[1].strip())
                .findFirst()
                .orElseThrow();
    }
}
