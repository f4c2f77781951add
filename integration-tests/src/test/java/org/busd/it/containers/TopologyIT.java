package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.busd.it.Report;
import org.busd.it.Sequences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A site as it may be: applications, a relay, a gateway, a hub, and people who look on. */
class TopologyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofMinutes(2);

    private static final List<String> APPLICATIONS = List.of("app01", "app02", "app03");
    private static final List<String> SERVICES = List.of("orders", "billing");
    private static final int PROCESSES = 2;
    private static final int THREADS = 2;
    private static final int MESSAGES = 50;

    private static final int BY_HOST = SERVICES.size() * PROCESSES * THREADS * MESSAGES;
    private static final int ALL = APPLICATIONS.size() * BY_HOST;

    /** The relay's and each application's: two tails, the gateway and the hub. */
    private static final int DIRECT_SUBSCRIBERS = 4;

    /** Where messages are kept on hosts, a line each. */
    private static final String HEARD = "/root/heard";

    private static final String SITE = """
            bus {
              endpoints {
                "orders.app01" = ["tcp://app01:4022-4023"], "billing.app01" = ["tcp://app01:4032-4033"]
                "orders.app02" = ["tcp://app02:4022-4023"], "billing.app02" = ["tcp://app02:4032-4033"]
                "orders.app03" = ["tcp://app03:4022-4023"], "billing.app03" = ["tcp://app03:4032-4033"]
                relay = ["tcp://relay:4001"]
              }
              relay { inbound = ["tcp://relay:2003"], outbound = ["tcp://relay:4001"] }
              gateway { endpoint = "tcp://*:9940" }
              # Many JVMs start at once: what is asked is who hears what, not how soon.
              publish { ready-timeout = 1m, linger = 20s, patience = 20s }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void everyMessageOfEveryHostComesToEverySubscriberOnceSignedByItsHost(TestInfo test) throws Exception {
        fleet.site(SITE);
        List<Host> applications = APPLICATIONS.stream().map(fleet::host).toList();
        Host relay = fleet.host("relay");
        Host edge = fleet.host("edge");
        Host hub = fleet.host("hub");
        Host desk = fleet.host("desk");
        Host outside = fleet.host("outside");
        // Who is outside reaches the gateway only.
        outside.dropIn("90-host.conf", """
                bus.endpoints {
                  gateway = ["tcp://edge:9940"], relay = null
                  "orders.app01" = null, "billing.app01" = null, "orders.app02" = null, "billing.app02" = null
                  "orders.app03" = null, "billing.app03" = null
                }
                """);
        fleet.start();
        Authority authority = new Authority(desk);
        for (Host host : fleet.hosts()) {
            authority.isTrustedBy(host);
        }
        for (Host application : applications) {
            authority.certifies(certified(application), application);
        }

        HostProcess relaying = relay.daemon("relay");
        HostProcess gathering = edge.daemon("gateway");
        HostProcess consuming = hub.environment("BUSD_IT_LOG", HEARD)
                .daemon("hub", "--classpath", Engine.PROGRAMS, "--consumer", "org.busd.it.WrittenConsumer");
        // One of the applications verifies the others, and itself.
        Map<Host, HostProcess> tails = new LinkedHashMap<>();
        for (Host host : List.of(desk, outside, applications.get(0))) {
            tails.put(host, host.bus("tail"));
        }
        relay.awaitConnections(4001, DIRECT_SUBSCRIBERS);
        edge.awaitConnections(9940, 1);
        List<HostProcess> publishers = new ArrayList<>();
        for (Host application : applications) {
            for (String service : SERVICES) {
                application
                        .environment("BUS_NAME", service + "." + application.name())
                        .environment("BUS_MODNAME", service)
                        .environment("BUS_PUBLISH_VIA", service.equals("billing") ? "relay" : "endpoint");
                for (int n = 0; n < PROCESSES; n++) {
                    publishers.add(application.program(
                            "Publisher",
                            application.name() + "/" + n,
                            Integer.toString(THREADS),
                            Integer.toString(MESSAGES),
                            "return",
                            service.equals("billing") ? "1" : Integer.toString(DIRECT_SUBSCRIBERS)));
                }
            }
        }
        long published = 0;
        long returned = 0;
        for (HostProcess publisher : publishers) {
            Report said = Report.parse(publisher.awaitLine("returned ", LONG));
            published += said.get("published");
            returned += said.get("returned");
            assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isZero();
        }
        for (HostProcess tail : tails.values()) {
            for (int n = 0; n < ALL; n++) {
                String ignored = tail.awaitLine("{", LONG);
            }
        }
        await().atMost(LONG).until(() -> hub.sh("wc -l <" + HEARD).strip().equals(Integer.toString(ALL)));
        // Who is ended passes on what has arrived: what came twice has been heard when all have ended.
        for (HostProcess process : List.of(relaying, gathering, consuming)) {
            end(process);
        }
        Map<Host, List<String>> heard = new LinkedHashMap<>();
        for (Map.Entry<Host, HostProcess> tail : tails.entrySet()) {
            end(tail.getValue());
            heard.put(
                    tail.getKey(),
                    tail.getValue().said().stream()
                            .filter(line -> line.startsWith("{"))
                            .toList());
        }
        heard.put(hub, hub.sh("cat " + HEARD).lines().toList());

        assertThat(returned).isEqualTo(ALL);
        Map<String, Long> bySigner = new TreeMap<>();
        applications.forEach(application -> bySigner.put("valid\t" + certified(application), (long) BY_HOST));
        for (Host subscriber : heard.keySet()) {
            Sequences sequences = sequences(heard.get(subscriber));
            long received = Report.parse(sequences.toString()).get("received");
            new Account("on " + subscriber.name(), published, returned, received)
                    .print(test, "full speed, " + publishers.size() + " processes");
            assertThat(sequences)
                    .as(subscriber.name())
                    .hasToString("received " + ALL + " repeated 0 disordered 0 missing 0 senders "
                            + publishers.size() * THREADS);
            subscriber.file(HEARD, String.join("\n", heard.get(subscriber)) + "\n");
            assertThat(verdicts(subscriber)).as(subscriber.name()).isEqualTo(bySigner);
        }
    }

    private static void end(HostProcess process) throws IOException, InterruptedException {
        process.signal("TERM");
        assertThat(process.awaitExit(LONG)).as(process::tails).isZero();
    }

    private static String certified(Host host) {
        return host.name() + ".example.org";
    }

    private static Sequences sequences(List<String> envelopes) throws IOException {
        Sequences sequences = new Sequences();
        for (String envelope : envelopes) {
            JsonNode message = JSON.readTree(envelope);
            JsonNode body = message.get("msg");
            sequences.take(
                    message.get("topic").asText() + " " + body.get("from").asText(),
                    body.get("n").asInt());
        }
        return sequences;
    }

    /** How often {@code bus verify} says what of the messages heard. */
    private static Map<String, Long> verdicts(Host host) throws IOException, InterruptedException {
        Map<String, Long> counts = new TreeMap<>();
        host.sh("bus verify --ca " + Authority.DIRECTORY + "/ca.crt --crl " + Authority.DIRECTORY + "/crl.pem " + HEARD)
                .lines()
                .forEach(verdict -> counts.merge(verdict, 1L, Long::sum));
        return counts;
    }
}
