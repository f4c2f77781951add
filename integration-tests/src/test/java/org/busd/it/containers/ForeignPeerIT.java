package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A host where Python speaks to the bus: libzmq, and signatures by other code than ours, with each kind of key. */
class ForeignPeerIT {
    private static final List<String> KINDS = List.of("rsa", "ec", "ed25519");
    private static final Map<String, String> ALGORITHMS =
            Map.of("rsa", "x509", "ec", "x509-es256", "ed25519", "x509-ed25519");
    private static final int MESSAGES = 200;
    private static final String SITE = """
            bus {
              endpoints {
                python = ["tcp://python:4022-4024"], java = ["tcp://app01:4022-4024"], relay = ["tcp://relay:4001"]
              }
              relay { inbound = ["tcp://relay:2003"], outbound = ["tcp://relay:4001"] }
              # What is asked is who hears what, not how soon.
              publish { ready-timeout = 1m, linger = 20s, patience = 20s }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    private Host python;
    private Host app01;
    private Host relay;

    private void start() throws IOException, InterruptedException {
        fleet.site(SITE);
        python = fleet.host("python");
        app01 = fleet.host("app01");
        relay = fleet.host("relay");
        fleet.start();
        Authority authority = new Authority(relay);
        for (Host host : fleet.hosts()) {
            authority.isTrustedBy(host);
        }
        for (String kind : KINDS) {
            authority.certifies(certified("app01", kind), app01, "--type", kind);
            authority.certifies(certified("python", kind), python, "--type", kind);
        }
        HostProcess ignored = relay.daemon("relay");
    }

    private static String certified(String host, String kind) {
        return kind + "-" + host + ".example.org";
    }

    private HostProcess peer(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("python3", Engine.PROGRAMS + "/org/busd/it/containers/foreign_peer.py"));
        command.addAll(List.of(arguments));
        return python.start("peer", command);
    }

    @Test
    void whatPythonSignsIsHeardAndWhatBusdSignsIsVerifiedByPython(TestInfo test) throws Exception {
        start();
        pythonSigns(test);
        pythonVerifies(test);
    }

    private void pythonSigns(TestInfo test) throws IOException, InterruptedException {
        // With an authority, only what is valid is heard.
        HostListener listener = app01.listen("org.example.dev.python");
        relay.awaitConnections(4001, 1);
        List<HostProcess> peers = new ArrayList<>();
        for (String kind : KINDS) {
            String file = Authority.DIRECTORY + "/" + certified("python", kind);
            for (String endpoint : List.of("@tcp://*:" + (4022 + KINDS.indexOf(kind)), "tcp://relay:2003")) {
                peers.add(peer(
                        "publish",
                        kind + endpoint,
                        endpoint,
                        Integer.toString(MESSAGES),
                        ALGORITHMS.get(kind),
                        file + ".crt",
                        file + ".key"));
            }
        }
        long returned = 0;
        for (HostProcess peer : peers) {
            returned +=
                    Report.parse(peer.awaitLine("returned ", HostProcess.LONG)).get("returned");
        }
        long all = (long) peers.size() * MESSAGES;
        Report heard = listener.await(all, HostProcess.LONG);

        new Account("app01", all, returned, heard.get("received")).print(test, "full speed");
        assertThat(heard)
                .as(listener.process()::tails)
                .isEqualTo(
                        Report.parse("received " + all + " repeated 0 disordered 0 missing 0 senders " + peers.size()));
        listener.process().signal("TERM");
        assertThat(listener.process().awaitExit(HostProcess.LONG)).isEqualTo(143);
    }

    private void pythonVerifies(TestInfo test) throws IOException, InterruptedException {
        long all = 2L * KINDS.size() * MESSAGES;
        HostProcess peer = peer(
                "receive",
                Long.toString(all),
                Authority.DIRECTORY + "/ca.crt",
                Authority.DIRECTORY + "/crl.pem",
                "tcp://app01:4022",
                "tcp://app01:4023",
                "tcp://app01:4024",
                "tcp://relay:4001");
        peer.awaitLine("ready", HostProcess.LONG);
        relay.awaitConnections(4001, 1);
        List<HostProcess> publishers = new ArrayList<>();
        for (String kind : KINDS) {
            String file = Authority.DIRECTORY + "/" + certified("app01", kind);
            app01.environment("BUS_NAME", "java")
                    .environment("BUS_SIGNING_CERTIFICATE", file + ".crt")
                    .environment("BUS_SIGNING_KEY", file + ".key");
            for (String way : List.of("endpoint", "relay")) {
                publishers.add(app01.environment("BUS_PUBLISH_VIA", way)
                        .program("Publisher", kind + way, "1", Integer.toString(MESSAGES), "return", "1"));
            }
        }
        long published = 0;
        long returned = 0;
        for (HostProcess publisher : publishers) {
            Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
            published += said.get("published");
            returned += said.get("returned");
        }
        Report heard = Report.parse(peer.awaitLine("received ", HostProcess.LONG));

        new Account("python", published, returned, heard.get("received")).print(test, "full speed");
        assertThat(heard).as(peer::tails).isEqualTo(Report.parse("received " + all + " different " + all));
        // In the order of the names.
        for (String kind : List.of("ec", "ed25519", "rsa")) {
            assertThat(peer.awaitLine(2 * MESSAGES + " ", HostProcess.LONG))
                    .isEqualTo(2 * MESSAGES + " valid\t" + certified("app01", kind));
        }
    }
}
