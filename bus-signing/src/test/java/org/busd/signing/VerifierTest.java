package org.busd.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is valid, and the reason for what is not. */
class VerifierTest {
    private static final String NAME = "orders-app01.example.org";

    private final TestCertificate authority = TestCertificate.authority("test CA");

    @TempDir
    private Path dir;

    private Path ca;

    @BeforeEach
    void writeCa() throws IOException {
        ca = Files.writeString(dir.resolve("ca.crt"), authority.pem());
    }

    private Verifier.Builder verifier() {
        return Verifier.builder(TrustStore.open(ca, Optional.empty()));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static Reason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        return ((Verdict.Invalid) verdict).reason();
    }

    private TestCertificate signer(Algorithm algorithm) {
        return authority.signer(NAME, TestMessage.pairFor(algorithm));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void whatIsSignedIsValid(Algorithm algorithm) {
        byte[] message = TestMessage.signed(signer(algorithm), algorithm);
        Verifier verifier = verifier().build();
        for (int i = 0; i < 3; i++) {
            assertThat(verifier.verify(TestMessage.TOPIC.getBytes(UTF_8), message))
                    .isEqualTo(new Verdict.Valid(NAME));
        }
    }

    private static Map<String, Reason> expected() {
        return Map.ofEntries(
                Map.entry("tamper-body", Reason.BAD_SIGNATURE),
                Map.entry("tamper-topic", Reason.BAD_SIGNATURE),
                Map.entry("tamper-i", Reason.BAD_SIGNATURE),
                Map.entry("no-signature", Reason.UNSIGNED),
                Map.entry("no-certificate", Reason.UNSIGNED),
                Map.entry("unsigned", Reason.UNSIGNED),
                Map.entry("crypto-missing", Reason.BAD_SIGNATURE),
                Map.entry("crypto-unknown", Reason.UNSUPPORTED_CRYPTO),
                Map.entry("sig-garbage", Reason.BAD_SIGNATURE),
                Map.entry("cert-garbage", Reason.UNTRUSTED),
                Map.entry("cert-revoked", Reason.REVOKED),
                Map.entry("cert-expired", Reason.EXPIRED),
                Map.entry("policy-denied", Reason.POLICY),
                Map.entry("not-json", Reason.NOT_JSON),
                Map.entry("not-object", Reason.BAD_ENVELOPE));
    }

    static Verifier ofTheVectors() throws Exception {
        Path pki = Path.of(VerifierTest.class.getResource("/interop/pki/ca.crt").toURI())
                .getParent();
        return Verifier.builder(TrustStore.open(pki.resolve("ca.crt"), Optional.of(pki.resolve("crl.pem"))))
                .policy(RoutingPolicy.of(
                        Map.of(
                                "org.example.prod.announce.announcement",
                                List.of("announce-app01.example.org"),
                                "org.example.prod.orders.created",
                                List.of("orders-app01.example.org")),
                        false))
                .build();
    }

    @ParameterizedTest
    @MethodSource("org.busd.signing.InteropVectorsTest#all")
    void agreesWithThePythonImplementation(InteropVectorsTest.Vector vector) throws Exception {
        Verdict verdict = ofTheVectors().verify(vector.text());
        if (vector.valid()) {
            assertThat(verdict).isInstanceOf(Verdict.Valid.class);
            assertThat(((Verdict.Valid) verdict).signer()).endsWith(".example.org");
        } else {
            assertThat(reason(verdict)).isEqualTo(expected().get(vector.name()));
        }
    }

    @Test
    void theFramesTopicMustBeTheEnvelopes() {
        byte[] message = TestMessage.signed(signer(Algorithm.X509_ES256), Algorithm.X509_ES256);
        Verifier verifier = verifier().build();
        assertThat(reason(verifier.verify("org.example.dev.orders.order".getBytes(UTF_8), message)))
                .isEqualTo(Reason.TOPIC_MISMATCH);
        assertThat(reason(verifier.verify(new byte[] {(byte) 0xff}, message))).isEqualTo(Reason.TOPIC_MISMATCH);
    }

    @Test
    void onlyAcceptedAlgorithmsAreTaken() {
        byte[] message = TestMessage.signed(signer(Algorithm.X509), Algorithm.X509);
        Verifier verifier =
                verifier().algorithms(EnumSet.of(Algorithm.X509_RS256)).build();
        assertThat(reason(verifier.verify(message))).isEqualTo(Reason.UNSUPPORTED_CRYPTO);
    }

    @Test
    void withoutCryptoItIsFedmsgsOldWay() {
        var envelope = TestMessage.envelope();
        TestCertificate signer = signer(Algorithm.X509);
        byte[] signature = TestMessage.signature(TestMessage.canonical(envelope), signer.pair(), Algorithm.X509);
        byte[] message = TestMessage.with(
                envelope, TestMessage.lines(signer.pem().getBytes(UTF_8)), TestMessage.lines(signature));
        assertThat(verifier().build().verify(message)).isEqualTo(new Verdict.Valid(NAME));
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void theKeyMustFitTheAlgorithm(Algorithm algorithm) {
        for (Algorithm other : Algorithm.values()) {
            if (TestMessage.pairFor(algorithm) != TestMessage.pairFor(other)) {
                var envelope = TestMessage.envelope().put("crypto", other.crypto());
                TestCertificate signer = signer(algorithm);
                byte[] signature = TestMessage.signature(TestMessage.canonical(envelope), signer.pair(), algorithm);
                byte[] message = TestMessage.with(
                        envelope, TestMessage.lines(signer.pem().getBytes(UTF_8)), TestMessage.lines(signature));
                assertThat(reason(verifier().build().verify(message))).isEqualTo(Reason.UNTRUSTED);
            }
        }
    }

    @Test
    void aDateCountsToItsLastMomentAndTheClocksDifferenceMore() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant to = Instant.parse("2026-12-31T00:00:00Z");
        TestCertificate signer = authority
                .issue("CN=" + NAME, TestCertificate.EC)
                .dates(from, to)
                .make();
        TestCertificate old = TestCertificate.authority("CN=test CA", authority.pair())
                .dates(from.minus(Duration.ofDays(9)), to.plus(Duration.ofDays(9)))
                .make();
        write(ca, old.pem());
        byte[] message = TestMessage.signed(signer, Algorithm.X509_ES256);
        Duration skew = Duration.ofMinutes(5);
        Instant first = from.minus(skew);
        Instant last = to.plus(skew);
        for (Instant good : List.of(first, from, to, last)) {
            assertThat(verifier().maxClockSkew(skew).clock(at(good)).build().verify(message))
                    .as("at %s", good)
                    .isEqualTo(new Verdict.Valid(NAME));
        }
        assertThat(reason(verifier().clock(at(first.minusMillis(1))).build().verify(message)))
                .isEqualTo(Reason.NOT_YET_VALID);
        assertThat(reason(verifier().clock(at(last.plusMillis(1))).build().verify(message)))
                .isEqualTo(Reason.EXPIRED);
        Verifier strict = verifier()
                .maxClockSkew(Duration.ZERO)
                .clock(at(to.plusMillis(1)))
                .build();
        assertThat(reason(strict.verify(message))).isEqualTo(Reason.EXPIRED);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theRoutingPolicySaysWhoMaySpeak() {
        byte[] message = TestMessage.signed(signer(Algorithm.X509_ES256), Algorithm.X509_ES256);
        assertThat(reason(policy(Map.of(TestMessage.TOPIC, List.of("another.example.org")), false)
                        .verify(message)))
                .isEqualTo(Reason.POLICY);
        assertThat(reason(policy(Map.of(TestMessage.TOPIC, List.of()), false).verify(message)))
                .isEqualTo(Reason.POLICY);
        assertThat(reason(policy(Map.of(TestMessage.TOPIC, List.of(NAME.toUpperCase(java.util.Locale.ROOT))), false)
                        .verify(message)))
                .isEqualTo(Reason.POLICY);
        assertThat(reason(policy(Map.of(), true).verify(message))).isEqualTo(Reason.POLICY);
        assertThat(policy(Map.of(TestMessage.TOPIC, List.of("x", NAME)), true).verify(message))
                .isEqualTo(new Verdict.Valid(NAME));
        assertThat(policy(Map.of("org.example.dev.orders", List.of("x")), false).verify(message))
                .isEqualTo(new Verdict.Valid(NAME));
    }

    private Verifier policy(Map<String, List<String>> names, boolean nitpicky) {
        return verifier().policy(RoutingPolicy.of(names, nitpicky)).build();
    }

    @Test
    void ofSeveralReasonsTheFirstIsTold() throws IOException {
        Instant now = Instant.now();
        TestCertificate expired = authority
                .issue("CN=" + NAME, TestCertificate.EC)
                .dates(now.minus(Duration.ofMinutes(50)), now.minus(Duration.ofMinutes(40)))
                .make();
        Path crl = dir.resolve("crl.pem");
        Files.writeString(crl, authority.crl(now.minusSeconds(9), now.minusSeconds(5), expired));
        Verifier verifier = Verifier.builder(TrustStore.open(ca, Optional.of(crl)))
                .failWhenCrlIsStale()
                .policy(RoutingPolicy.of(Map.of(), true))
                .build();
        var envelope = TestMessage.tree(TestMessage.signed(expired, Algorithm.X509_ES256));
        envelope.put("i", 2);
        assertThat(reason(verifier.verify(TestMessage.canonical(envelope))))
                .as("and revoked, by a stale list, and tampered with, and against the policy")
                .isEqualTo(Reason.EXPIRED);
        envelope.put("crypto", "md5");
        assertThat(reason(verifier.verify(TestMessage.canonical(envelope)))).isEqualTo(Reason.UNSUPPORTED_CRYPTO);
        envelope.remove("signature");
        assertThat(reason(verifier.verify(TestMessage.canonical(envelope)))).isEqualTo(Reason.UNSIGNED);
        assertThat(reason(verifier.verify("x".getBytes(UTF_8), TestMessage.canonical(envelope))))
                .isEqualTo(Reason.TOPIC_MISMATCH);
        envelope.remove("msg");
        assertThat(reason(verifier.verify("x".getBytes(UTF_8), TestMessage.canonical(envelope))))
                .isEqualTo(Reason.BAD_ENVELOPE);
    }

    @Test
    void anyAgeIsRightUnlessItIsLimited() {
        var envelope = TestMessage.envelope().put("timestamp", 1);
        byte[] message = TestMessage.signed(envelope, signer(Algorithm.X509_ES256), Algorithm.X509_ES256);
        Verifier verifier = verifier().build();
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
    }

    @Test
    void withAMaximumAgeOldAndFutureAndRepeatedMessagesAreRefused() {
        Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        Verifier verifier = verifier()
                .maxAge(Duration.ofMinutes(1))
                .maxClockSkew(Duration.ofSeconds(10))
                .clock(at(now))
                .build();
        assertThat(reason(verifier.verify(madeAt(now.minusSeconds(61))))).isEqualTo(Reason.TOO_OLD);
        assertThat(verifier.verify(madeAt(now.minusSeconds(60)))).isEqualTo(new Verdict.Valid(NAME));
        assertThat(verifier.verify(madeAt(now.plusSeconds(10)))).isEqualTo(new Verdict.Valid(NAME));
        assertThat(reason(verifier.verify(madeAt(now.plusSeconds(11))))).isEqualTo(Reason.TOO_OLD);
        byte[] twice = madeAt(now);
        assertThat(verifier.verify(twice)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(reason(verifier.verify(twice))).isEqualTo(Reason.TOO_OLD);
        assertThat(verifier.forAnotherStream().verify(twice))
                .as("another subscription hears it, too")
                .isEqualTo(new Verdict.Valid(NAME));
    }

    private byte[] madeAt(Instant time) {
        var envelope = TestMessage.envelope().put("timestamp", time.getEpochSecond());
        return TestMessage.signed(envelope, signer(Algorithm.X509_ES256), Algorithm.X509_ES256);
    }

    @Test
    void nobodyUsesUpTheIdsOfOthers() {
        Verifier verifier = verifier().maxAge(Duration.ofMinutes(1)).build();
        var envelope = TestMessage.envelope().put("timestamp", Instant.now().getEpochSecond());
        TestCertificate other = authority.signer("other.example.org", TestMessage.pairFor(Algorithm.X509_ES256));
        byte[] others = TestMessage.signed(envelope.deepCopy(), other, Algorithm.X509_ES256);
        byte[] own = TestMessage.signed(envelope, signer(Algorithm.X509_ES256), Algorithm.X509_ES256);

        assertThat(verifier.verify(others)).isEqualTo(new Verdict.Valid("other.example.org"));
        assertThat(verifier.verify(own)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(reason(verifier.verify(own))).isEqualTo(Reason.TOO_OLD);
        assertThat(reason(verifier.verify(others))).isEqualTo(Reason.TOO_OLD);
    }

    @Test
    void whatIsNotValidIsNotRememberedAsHeard() {
        Verifier verifier = verifier().maxAge(Duration.ofMinutes(1)).build();
        byte[] message = TestMessage.signed(signer(Algorithm.X509_ES256), Algorithm.X509_ES256);
        byte[] spoilt = TestMessage.canonical(TestMessage.tree(message).put("i", 77));
        assertThat(reason(verifier.verify(spoilt))).isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
    }

    @Test
    void theMemoryOfMessagesIsBounded() {
        Instant now = Instant.EPOCH;
        RecentMessages recent = new RecentMessages(Duration.ofMinutes(1), now);
        for (int i = 0; i < RecentMessages.GENERATION; i++) {
            assertThat(recent.add("id" + i, now)).isTrue();
        }
        assertThat(recent.add("id0", now)).as("in the old generation").isFalse();
        for (int i = 0; i < 2 * RecentMessages.GENERATION; i++) {
            assertThat(recent.add("more" + i, now)).isTrue();
        }
        assertThat(recent.add("id0", now)).as("forgotten").isTrue();
    }
}
