package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures of a peer in Python, written from the wire format alone, and ours: each verifies the other's. */
class PythonSignaturesIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String NAME = "orders-app01.example.org";
    private static final int MESSAGES = 20;

    /** Bodies that Python and Java might well write in different ways. */
    private static final List<String> BODIES = List.of(
            "{}",
            "null",
            "{\"b\": 1, \"a\": [1.0, 1e16, 1e-05, 12345678901234567890, -0.0, 5e-324], \"\\u00e9\": true}",
            "{\"\\ue000\": \"private\", \"\\ud83d\\ude00\": \"astral\", \"z\": \"\\ud800 alone\"}",
            "\"gr\u00fc\u00dfe \\ud83d\\ude00 \\u007f \\b\\f\\n\\r\\t\\u0000 \\/ <\"");

    @TempDir
    private static Path temporary;

    /** A site with an authority, a certificate, and a directory for envelopes. */
    private static final class Signed implements AutoCloseable {
        private final Site site;
        private final Path directory;
        private final String python;
        private final DevelopmentCa ca;

        Signed(TestInfo test, String name, KeyType type) throws Exception {
            python = PythonInterpreter.withCryptography();
            site = new Site(test, name).unhurried();
            site.environment("JAVA_HOME", System.getProperty("java.home"));
            directory = Files.createTempDirectory(temporary, "signed-");
            ca = DevelopmentCa.init(directory);
            DevelopmentCa.Issued ignored = ca.issue(NAME, type);
        }

        String file(String name) {
            return directory.resolve(name).toString();
        }

        String write(String name, List<String> lines) throws IOException {
            return Files.write(directory.resolve(name), lines).toString();
        }

        /** What a command prints; it ends with {@code status}. */
        private List<String> run(int status, List<String> command) throws IOException, InterruptedException {
            Path out = directory.resolve("out");
            List<String> all = new ArrayList<>(List.of("sh", "-c", "out=$1; shift; exec \"$@\" >\"$out\"", "sh"));
            all.add(out.toString());
            all.addAll(command);
            JavaProcess process = site.start("command", all);
            assertThat(process.awaitExit(LONG)).as(process::tails).isEqualTo(status);
            return Files.readAllLines(out);
        }

        private static List<String> command(String... words) throws IOException {
            List<String> command =
                    new ArrayList<>(List.of(Site.COMMAND.toRealPath().toString()));
            command.addAll(Arrays.asList(words));
            return command;
        }

        List<String> bus(String... words) throws IOException, InterruptedException {
            return run(0, command(words));
        }

        List<String> busVerify(int status, String envelopes) throws IOException, InterruptedException {
            return run(status, command("verify", "--ca", file("ca.crt"), "--crl", file("crl.pem"), envelopes));
        }

        private List<String> script(String... words) {
            List<String> command = new ArrayList<>(
                    List.of(python, Site.resource("signatures.py").toString()));
            command.addAll(Arrays.asList(words));
            return command;
        }

        List<String> pythonVerify(String envelopes) throws IOException, InterruptedException {
            return run(0, script("verify", file("ca.crt"), file("crl.pem"), envelopes));
        }

        Signed signing(String algorithm) throws IOException {
            site.set("signing.enabled", "true")
                    .set("signing.algorithm", algorithm)
                    .set("signing.certificate", '"' + file(NAME + ".crt") + '"')
                    .set("signing.key", '"' + file(NAME + ".key") + '"');
            return this;
        }

        Signed verifying() throws IOException {
            site.set("validation.mode", "require")
                    .set("validation.ca", '"' + file("ca.crt") + '"')
                    .set("validation.crl", '"' + file("crl.pem") + '"');
            return this;
        }

        JavaProcess tail(String... more) throws IOException {
            List<String> tail = command("tail", "--count", Integer.toString(MESSAGES), "--timeout", "60s");
            tail.addAll(Arrays.asList(more));
            return site.start("tail", tail);
        }

        @Override
        public void close() throws IOException {
            site.close();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static List<String> envelopes() {
        return IntStream.range(0, BODIES.size())
                .mapToObj(
                        n -> "{\"topic\": \"org.example.dev.orders.created\", \"i\": " + n + ", \"msg_id\": \"2026-" + n
                                + "\", \"timestamp\": 1764000000.5, \"username\": \"\u00e4\", \"headers\": {}, \"msg\": "
                                + BODIES.get(n) + "}")
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"RSA, x509", "RSA, x509-rs256", "EC, x509-es256", "ED25519, x509-ed25519"})
    void whatEitherSignsTheOtherVerifiesAndSpoiltNeitherDoes(KeyType type, String algorithm, TestInfo test)
            throws Exception {
        try (Signed signed = new Signed(test, algorithm, type)) {
            String plain = signed.write("plain", envelopes());
            String crt = signed.file(NAME + ".crt");
            String key = signed.file(NAME + ".key");
            List<String> expected = new ArrayList<>(Collections.nCopies(BODIES.size(), "valid\t" + NAME));
            expected.addAll(Collections.nCopies(BODIES.size(), "invalid\tbad-signature"));

            List<String> ours = signed.bus("sign", "--certificate", crt, "--key", key, "--algorithm", algorithm, plain);
            assertThat(signed.pythonVerify(signed.write("ours", andSpoilt(ours))))
                    .isEqualTo(expected);

            List<String> theirs = signed.run(0, signed.script("sign", algorithm, crt, key, plain));
            assertThat(signed.busVerify(1, signed.write("theirs", andSpoilt(theirs))))
                    .isEqualTo(expected);
        }
    }

    /** Each, and each again with another digit in its id. */
    private static List<String> andSpoilt(List<String> envelopes) {
        List<String> both = new ArrayList<>(envelopes);
        envelopes.forEach(envelope -> both.add(envelope.replace("\"2026-", "\"2027-")));
        return both;
    }

    @Test
    void whoIsRevokedIsSoForBoth(TestInfo test) throws Exception {
        try (Signed signed = new Signed(test, "", KeyType.EC)) {
            String plain = signed.write("plain", envelopes());
            String crt = signed.file(NAME + ".crt");
            String key = signed.file(NAME + ".key");
            signed.write("signed", signed.bus("sign", "--certificate", crt, "--key", key, plain));
            signed.ca.revoke(NAME);
            List<String> revoked = Collections.nCopies(BODIES.size(), "invalid\trevoked");
            assertThat(signed.pythonVerify(signed.file("signed"))).isEqualTo(revoked);
            assertThat(signed.busVerify(1, signed.file("signed"))).isEqualTo(revoked);
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA, x509", "RSA, x509-rs256", "EC, x509-es256", "ED25519, x509-ed25519"})
    void eachHearsTheOtherOnTheBus(KeyType type, String algorithm, TestInfo test) throws Exception {
        try (Signed signed =
                new Signed(test, algorithm, type).signing(algorithm).verifying()) {
            Site site = signed.site;
            String endpoint = site.endpoints().get(0);
            JavaProcess python = site.start(
                    "python",
                    signed.script("receive", "" + MESSAGES, signed.file("ca.crt"), signed.file("crl.pem"), endpoint));
            python.awaitLine("ready", LONG);
            List<String> lines = IntStream.range(0, MESSAGES)
                    .mapToObj(n -> "{\"n\": " + n + ", \"half\": " + n / 2.0 + ", \"text\": \"gr\u00fc\u00dfe\"}")
                    .toList();
            String bodies = signed.write("bodies", lines);
            List<String> publish = new ArrayList<>(List.of("sh", "-c", "in=$1; shift; exec \"$@\" <\"$in\"", "sh"));
            publish.add(bodies);
            publish.addAll(Signed.command("publish", "--via=endpoint", "--wait=60s", "--json", "n"));
            JavaProcess publisher = site.start("publish", publish);
            assertThat(publisher.awaitExit(LONG)).as(publisher::tails).isZero();
            assertThat(python.awaitLine("verdicts ", LONG)).isEqualTo("verdicts valid " + NAME + " " + MESSAGES);
            python.close();

            JavaProcess tail = signed.tail();
            JavaProcess peer = site.start(
                    "peer",
                    signed.script(
                            "publish",
                            "@" + endpoint,
                            "" + MESSAGES,
                            algorithm,
                            signed.file(NAME + ".crt"),
                            signed.file(NAME + ".key")));
            peer.awaitLine("returned ", LONG);
            assertThat(tail.awaitExit(LONG)).as(tail::tails).isZero();
        }
    }

    /** Python signs nothing; the relay does, and both sorts of subscribers find all of it valid. */
    @Test
    void aRelayThatSignsVouchesForWhoDoesNot(TestInfo test) throws Exception {
        try (Signed signed = new Signed(test, "", KeyType.EC).signing("auto").verifying()) {
            Site site = signed.site;
            Daemon relay = new Daemon(site, Daemon.Kind.RELAY).start("--sign");
            site.set("endpoints.local", "[\"" + relay.endpoint() + "\"]");
            JavaProcess python = site.start(
                    "python",
                    signed.script(
                            "receive",
                            Integer.toString(MESSAGES),
                            signed.file("ca.crt"),
                            signed.file("crl.pem"),
                            relay.endpoint()));
            python.awaitLine("ready", LONG);
            JavaProcess tail = signed.tail();
            // The publisher cannot know when they have reached the relay; both end by themselves.
            while (tail.isAlive() || python.isAlive()) {
                JavaProcess peer = site.start("peer", signed.script("publish", relay.inbound(), "" + MESSAGES));
                assertThat(peer.awaitExit(LONG)).as(peer::tails).isZero();
            }
            assertThat(tail.awaitExit(LONG)).as(tail::tails).isZero();
            assertThat(python.awaitLine("verdicts ", LONG)).isEqualTo("verdicts valid " + NAME + " " + MESSAGES);
            relay.end("TERM", 0);
            relay.assertNothingIsLeft();
        }
    }
}
