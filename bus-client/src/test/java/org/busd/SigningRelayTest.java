package org.busd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.Signer;
import org.busd.signing.SignerFiles;
import org.busd.signing.TrustStore;
import org.busd.signing.Verdict;
import org.busd.signing.Verifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

/** A relay that signs what carries no signature. */
class SigningRelayTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String RELAY = "relay.example.org";
    private static final String TOPIC = "org.example.dev.orders.order.created";
    private static final String UNSIGNED =
            "{\"i\":1,\"msg\":{\"signature\":\"none\",\"total\":12.5},\"msg_id\":\"2026-1\",\"timestamp\":1764000000,"
                    + "\"topic\":\"" + TOPIC + "\"}";

    private final int inbound = FreePorts.range(2);
    private final int outbound = inbound + 1;

    @TempDir
    private Path dir;

    private DevelopmentCa ca;
    private Verifier verifier;

    @BeforeEach
    void init() {
        ca = DevelopmentCa.init(dir.resolve("pki"));
        verifier = Verifier.builder(TrustStore.open(ca.certificate(), Optional.of(ca.crl())))
                .build();
    }

    private TestBus bus() {
        return new TestBus()
                .set("publish.settle", "20ms")
                .set("publish.via", "relay")
                .set("publish.ready-timeout", "20s")
                .set("subscribe.reconnect", "5ms")
                .set("subscribe.reconnect-max", "10ms")
                .set("relay.inbound", "[\"tcp://127.0.0.1:" + inbound + "\"]")
                .set("relay.outbound", "[\"tcp://127.0.0.1:" + outbound + "\"]")
                .set("endpoints.relay", "[\"tcp://127.0.0.1:" + outbound + "\"]");
    }

    /** Named, and not enabled: the relay's own messages, of which it has none, are another matter. */
    private TestBus signing() {
        return bus().set(
                        "signing.certificate",
                        dir.resolve("pki/" + RELAY + ".crt").toString())
                .set("signing.key", dir.resolve("pki/" + RELAY + ".key").toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private Verdict verdict(List<ByteBuffer> message) {
        assertThat(message).hasSize(2);
        return verifier.verify(message.get(0).array(), message.get(1).array());
    }

    private static List<byte[]> message(String envelope) {
        return List.of(bytes(TOPIC), bytes(envelope));
    }

    private static List<ByteBuffer> pass(ZMQ.Socket publisher, ZMQ.Socket subscriber, List<byte[]> message) {
        RelayPeers.send(publisher, message);
        return RelayPeers.receive(subscriber);
    }

    @ParameterizedTest
    @EnumSource
    void whatCarriesNoSignatureIsSigned(KeyType type) {
        ca.issue(RELAY, type);
        try (Relay relay = Relay.openSigning(signing().settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            long before = relay.metrics().unsignable();
            // Python's spacing, and a certificate and a crypto to which no signature belongs.
            for (String envelope : List.of(
                    UNSIGNED,
                    UNSIGNED.replace(",", " , ").replace("12.5", "1.25e1"),
                    UNSIGNED.replace("{\"i\"", "{\"certificate\":\"x\",\"crypto\":\"none\",\"i\""))) {
                List<ByteBuffer> passed = pass(publisher, subscriber, message(envelope));
                assertThat(verdict(passed)).isEqualTo(new Verdict.Valid(RELAY));
                assertThat(new String(passed.get(1).array(), UTF_8))
                        .contains("\"msg\":{\"signature\":\"none\",\"total\":12.5},");
            }
            RelayMetrics metrics = relay.metrics();
            assertThat(metrics.signed()).isEqualTo(3);
            assertThat(metrics.unsignable()).isEqualTo(before);
            assertThat(metrics.signingFailures()).isZero();
            // Counted when it has been sent, which may be when it is here already.
            await().atMost(LONG)
                    .until(() -> relay.metrics().passedOn() == relay.metrics().received());
            assertThat(relay.isSigning()).isTrue();
            assertThat(relay.canSign()).isTrue();
        }
    }

    @Test
    void whatIsSignedAlreadyPassesUnchangedGoodOrBad() throws Exception {
        ca.issue(RELAY, KeyType.EC);
        DevelopmentCa.Issued other = ca.issue("orders.example.org", KeyType.ED25519);
        String signed = new String(
                Signer.open(new SignerFiles(other.certificate(), other.key(), Optional.empty()), Optional.empty())
                        .sign(bytes(UNSIGNED)),
                UTF_8);
        try (Relay relay = Relay.openSigning(signing().settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            long before = relay.metrics().unsignable();
            for (String envelope : List.of(
                    signed,
                    signed.replace(",", ", "),
                    signed.replace("12.5", "13.5"),
                    UNSIGNED.replace("\"timestamp\"", "\"signature\":null,\"timestamp\""),
                    UNSIGNED.replace("\"timestamp\"", "\"signature\":\"\",\"timestamp\""))) {
                List<byte[]> message = message(envelope);
                assertThat(pass(publisher, subscriber, message)).isEqualTo(RelayPeers.comparable(message));
            }
            assertThat(relay.metrics().signed()).isZero();
            assertThat(relay.metrics().unsignable()).isEqualTo(before);
        }
    }

    @Test
    void whatIsNoMessagePassesUnchangedAndIsCounted() {
        ca.issue(RELAY, KeyType.EC);
        List<List<byte[]>> messages = List.of(
                List.of(bytes(TOPIC), bytes("{\"msg\":{}}")),
                List.of(bytes(TOPIC), bytes("no JSON")),
                List.of(bytes(TOPIC), bytes("")),
                List.of(bytes(TOPIC), new byte[] {-1, 0}),
                List.of(bytes(TOPIC), bytes("[".repeat(10_000))),
                List.of(bytes(TOPIC), bytes(UNSIGNED.replace("\"i\":1", "\"i\":1,\"i\":1"))),
                List.of(bytes(TOPIC)),
                List.of(bytes(UNSIGNED)),
                List.of(bytes(TOPIC), bytes(UNSIGNED), bytes("more")),
                List.of(bytes("another.topic"), bytes(UNSIGNED)),
                List.of(new byte[] {-1}, bytes(UNSIGNED)));
        try (Relay relay = Relay.openSigning(signing().settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            long before = relay.metrics().unsignable();
            for (List<byte[]> message : messages) {
                assertThat(pass(publisher, subscriber, message)).isEqualTo(RelayPeers.comparable(message));
            }
            assertThat(relay.metrics().unsignable() - before).isEqualTo(messages.size());
            assertThat(verdict(pass(publisher, subscriber, message(UNSIGNED)))).isEqualTo(new Verdict.Valid(RELAY));
            assertThat(relay.metrics().signed()).isEqualTo(1);
        }
    }

    /** A larger one would cost every subscriber its connection. */
    @Test
    void whatWouldBeTooLargePassesUnsigned() {
        ca.issue(RELAY, KeyType.EC);
        try (Relay relay = Relay.openSigning(
                        signing().set("publish.max-message-size", "10KiB").settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            long before = relay.metrics().unsignable();
            int added = pass(publisher, subscriber, message(UNSIGNED)).get(1).capacity() - UNSIGNED.length();
            int most = 10 * 1024 - added - UNSIGNED.length() - 20; // ECDSA's signatures differ by some bytes
            List<byte[]> fits = message(UNSIGNED.replace("none", "none" + "x".repeat(most)));
            assertThat(verdict(pass(publisher, subscriber, fits))).isEqualTo(new Verdict.Valid(RELAY));
            List<byte[]> tooLarge = message(UNSIGNED.replace("none", "none" + "x".repeat(most + 40)));
            assertThat(pass(publisher, subscriber, tooLarge)).isEqualTo(RelayPeers.comparable(tooLarge));
            assertThat(relay.metrics().unsignable() - before).isEqualTo(1);
        }
    }

    @Test
    void whatBusClientsPublishIsValidForThoseThatVerify() throws Exception {
        ca.issue(RELAY, KeyType.EC);
        TestBus verifying = bus().set("validation.mode", "require")
                .set("validation.ca", ca.certificate().toString());
        try (Relay relay = Relay.openSigning(signing().settings());
                BusClient client = bus().open();
                BusClient listener = verifying.open();
                Subscription subscription = listener.subscribe()) {
            Optional<Message> first = Optional.empty();
            while (first.isEmpty()) {
                client.publish("n", Map.of("n", 1));
                first = subscription.poll(Duration.ofMillis(20));
            }
            assertThat(first.get().signer()).contains(RELAY);
            assertThat(first.get().body().path("n").intValue()).isEqualTo(1);
            assertThat(relay.metrics().signed()).isPositive();
            assertThat(listener.metrics().deadLetters().values()).allMatch(count -> count == 0);
        }
    }

    /** Messages of one publisher keep their order, also while the pair is replaced under them. */
    @Test
    void aNewPairIsInUseWithinTwoSecondsAndABrokenOneIsNot() throws Exception {
        DevelopmentCa.Issued pair = ca.issue(RELAY, KeyType.EC);
        DevelopmentCa.Issued next = ca.issue("next.example.org", KeyType.ED25519);
        try (Relay relay = Relay.openSigning(signing().settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            Files.writeString(pair.certificate(), "half of it");
            await().pollDelay(Duration.ZERO)
                    .during(Duration.ofSeconds(2))
                    .atMost(LONG)
                    .until(() -> verdict(pass(publisher, subscriber, message(UNSIGNED)))
                            .equals(new Verdict.Valid(RELAY)));
            replace(next.key(), pair.key());
            replace(next.certificate(), pair.certificate());
            await().atMost(LONG)
                    .until(() -> verdict(pass(publisher, subscriber, message(UNSIGNED)))
                            .equals(new Verdict.Valid("next.example.org")));
            assertThat(relay.metrics().signingFailures()).isZero();
        }
    }

    private static void replace(Path from, Path to) throws Exception {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void whenItsCertificateHasExpiredMessagesPassUnsignedUntilThereIsANewOne() throws Exception {
        DevelopmentCa.Issued pair = ca.issue(RELAY, KeyType.EC);
        byte[] lasting = Files.readAllBytes(pair.certificate());
        Files.writeString(
                pair.certificate(), shortened(pair.certificate(), Instant.now().plusSeconds(3)));
        try (Relay relay = Relay.openSigning(signing().settings());
                RelayPeers peers = new RelayPeers(inbound, outbound)) {
            ZMQ.Socket publisher = peers.publisher();
            ZMQ.Socket subscriber = peers.subscriber(publisher);
            await().atMost(LONG).until(() -> !relay.canSign());
            List<ByteBuffer> unsigned = RelayPeers.comparable(message(UNSIGNED));
            assertThat(pass(publisher, subscriber, message(UNSIGNED))).isEqualTo(unsigned);
            assertThat(pass(publisher, subscriber, message(UNSIGNED))).isEqualTo(unsigned);
            assertThat(relay.metrics().signingFailures()).isEqualTo(2);

            Files.write(pair.certificate(), lasting);
            await().atMost(LONG).until(relay::canSign);
            assertThat(verdict(pass(publisher, subscriber, message(UNSIGNED)))).isEqualTo(new Verdict.Valid(RELAY));
        }
    }

    /** The same certificate with another end. */
    private String shortened(Path certificate, Instant end) throws Exception {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        X509Certificate old;
        X509Certificate authority;
        try (var one = Files.newInputStream(certificate);
                var other = Files.newInputStream(ca.certificate())) {
            old = (X509Certificate) certificates.generateCertificate(one);
            authority = (X509Certificate) certificates.generateCertificate(other);
        }
        PrivateKey key;
        try (PEMParser pem = new PEMParser(new StringReader(Files.readString(dir.resolve("pki/ca.key"))))) {
            key = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) pem.readObject());
        }
        X509Certificate made = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                authority,
                                BigInteger.TEN,
                                old.getNotBefore(),
                                Date.from(end),
                                old.getSubjectX500Principal(),
                                old.getPublicKey())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(made);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "missing", "open"})
    void withoutAPairThatCanSignItIsNotOpened(String what) throws Exception {
        if (what.equals("open")) {
            Files.setPosixFilePermissions(
                    ca.issue(RELAY, KeyType.EC).key(),
                    java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        }
        TestBus bus = what.equals("none") ? bus() : signing();
        assertThatThrownBy(() -> Relay.openSigning(bus.settings()))
                .isInstanceOf(BusException.class)
                .hasMessageContaining(what.equals("none") ? "bus.signing.certificate" : RELAY);
        // Nothing is left bound.
        Relay.open(bus.settings()).close();
    }
}
