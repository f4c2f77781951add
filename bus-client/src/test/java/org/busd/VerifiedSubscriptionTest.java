package org.busd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.busd.signing.Algorithm;
import org.busd.signing.CanonicalJson;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.Reason;
import org.busd.signing.Signer;
import org.busd.signing.SignerFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Under {@code bus.validation.mode = require} nothing reaches user code that is not valid. */
class VerifiedSubscriptionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOPIC = "org.example.dev.orders.order.created";
    private static final String NAME = "orders-app01.example.org";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    private final TestBus bus = new TestBus();
    private final BlockingQueue<DeadLetter> dead = new LinkedBlockingQueue<>();
    private final ZContext context = new ZContext();
    private ZMQ.Socket publisher;
    private DevelopmentCa ca;
    private DevelopmentCa.Issued signer;
    private int number;

    @BeforeEach
    void bind() {
        ca = DevelopmentCa.init(dir.resolve("pki"));
        signer = ca.issue(NAME, KeyType.EC);
        publisher = context.createSocket(SocketType.XPUB);
        publisher.setXpubVerbose(true);
        publisher.bind("tcp://127.0.0.1:" + bus.firstPort());
    }

    @AfterEach
    void close() {
        context.close();
    }

    private BusClient require() {
        return bus.set("validation.mode", "require")
                .set("validation.ca", ca.certificate().toString())
                .set("validation.crl", ca.crl().toString())
                .open();
    }

    private Subscription subscribe(BusClient client) {
        Subscription subscription = client.subscribe(
                SubscribeOptions.builder().deadLetters(dead::add).build());
        awaitSubscription();
        return subscription;
    }

    private void awaitSubscription() {
        publisher.setReceiveTimeOut((int) SOON.toMillis());
        assertThat(publisher.recv()).isNotNull();
    }

    private void send(byte[] envelope) {
        publisher.sendMore(TOPIC);
        publisher.send(envelope);
    }

    private ObjectNode envelope() {
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.put("i", ++number).put("msg_id", "2026-" + number).put("timestamp", System.currentTimeMillis() / 1000);
        envelope.put("topic", TOPIC).putObject("msg").put("n", number);
        return envelope;
    }

    private static byte[] signed(ObjectNode envelope, DevelopmentCa.Issued with) throws Exception {
        envelope.put("crypto", "x509-es256");
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key(with.key()));
        signature.update(canonical(envelope));
        ObjectNode whole = envelope.deepCopy();
        whole.put("certificate", Base64.getEncoder().encodeToString(Files.readAllBytes(with.certificate())));
        whole.put("signature", Base64.getEncoder().encodeToString(signature.sign()));
        return canonical(whole);
    }

    private static PrivateKey key(Path pem) throws Exception {
        String base64 = Files.readString(pem).replaceAll("-----.*-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static byte[] canonical(ObjectNode envelope) throws Exception {
        return CanonicalJson.canonicalize(envelope.toString().getBytes(UTF_8));
    }

    private Reason deadReason() throws InterruptedException {
        DeadLetter letter = dead.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(letter).isNotNull();
        return letter.reason();
    }

    @Test
    void onlyWhatIsValidIsHandedOutAndTheRestIsDeadWithItsReason() throws Exception {
        DevelopmentCa otherCa = DevelopmentCa.init(dir.resolve("other"));
        DevelopmentCa.Issued stranger = otherCa.issue(NAME, KeyType.EC);
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            send(signed(envelope(), signer));
            send(canonical(envelope()));
            send(signed(envelope(), stranger));
            send(canonical(((ObjectNode) MAPPER.readTree(signed(envelope(), signer))).put("i", 99)));
            send(canonical(((ObjectNode) MAPPER.readTree(signed(envelope(), signer))).put("crypto", "none")));
            send("{}".getBytes(US_ASCII));
            send(signed(envelope(), signer));

            Message first = subscription.poll(SOON).orElseThrow();
            Message last = subscription.poll(SOON).orElseThrow();
            assertThat(first.i()).isEqualTo(1);
            assertThat(first.signer()).contains(NAME);
            assertThat(last.i()).isEqualTo(number);
            assertThat(dead)
                    .extracting(DeadLetter::reason)
                    .containsExactly(
                            Reason.UNSIGNED,
                            Reason.UNTRUSTED,
                            Reason.BAD_SIGNATURE,
                            Reason.UNSUPPORTED_CRYPTO,
                            Reason.BAD_ENVELOPE);
            assertThat(client.metrics().received()).isEqualTo(2);
            assertThat(client.metrics().deadLetters())
                    .containsEntry(Reason.UNSIGNED, 1L)
                    .containsEntry(Reason.UNTRUSTED, 1L)
                    .containsEntry(Reason.BAD_SIGNATURE, 1L)
                    .containsEntry(Reason.EXPIRED, 0L);
        }
    }

    @Test
    void iterationsAndStreamsGiveOnlyWhatIsValid() throws Exception {
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            send(canonical(envelope()));
            send(signed(envelope(), signer));
            send(canonical(envelope()));
            send(signed(envelope(), signer));

            assertThat(subscription.iterator().next().i()).isEqualTo(2);
            assertThat(subscription.stream().findFirst().orElseThrow().i()).isEqualTo(4);
            assertThat(List.of(deadReason(), deadReason())).containsOnly(Reason.UNSIGNED);
        }
    }

    @Test
    void aHandlerGetsOnlyWhatIsValid() throws Exception {
        List<Optional<String>> signers = new ArrayList<>();
        BlockingQueue<Message> handled = new LinkedBlockingQueue<>();
        try (BusClient client = require();
                Subscription ignored = client.subscribe(handled::add, TOPIC)) {
            awaitSubscription();
            send(canonical(envelope()));
            send(signed(envelope(), signer));
            Message message = handled.poll(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.i()).isEqualTo(2);
            signers.add(message.signer());
        }
        assertThat(signers).containsExactly(Optional.of(NAME));
    }

    @Test
    void autoIsRequireOnceThereIsACa() throws Exception {
        bus.set("validation.ca", ca.certificate().toString());
        try (BusClient client = bus.open();
                Subscription subscription = subscribe(client)) {
            send(canonical(envelope()));
            send(signed(envelope(), signer));
            assertThat(subscription.poll(SOON).orElseThrow().signer()).contains(NAME);
            assertThat(deadReason()).isEqualTo(Reason.UNSIGNED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "auto"})
    void whereNothingIsVerifiedNobodyIsCalledTheSigner(String mode) throws Exception {
        if (mode.equals("off")) {
            bus.set("validation.ca", ca.certificate().toString());
        }
        try (BusClient client = bus.set("validation.mode", mode).open();
                Subscription subscription = subscribe(client)) {
            send(signed(envelope(), signer));
            send(canonical(envelope().put("signer", NAME)));
            for (int i = 0; i < 2; i++) {
                assertThat(subscription.poll(SOON).orElseThrow().signer()).isEmpty();
            }
        }
    }

    @Test
    void autoWithoutACaSaysOnceThatNothingIsVerified() {
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (BusClient client = bus.open()) {
            System.setErr(new PrintStream(said, true, UTF_8));
            client.subscribe().close();
            client.subscribe().close();
        } finally {
            System.setErr(err);
        }
        assertThat(said.toString(UTF_8).lines().filter(line -> line.contains("messages are not verified")))
                .hasSize(1);
    }

    @Test
    void requireWithoutACaIsAFaultOfTheSettings() {
        assertThatThrownBy(() -> bus.set("validation.mode", "require").open())
                .hasMessageContaining("bus.validation.mode")
                .hasMessageContaining("bus.validation.ca");
    }

    @Test
    void filesThatCannotBeUsedAreToldByEachSubscribeUntilTheyAreMended() throws IOException {
        Path late = dir.resolve("late.crt");
        bus.set("validation.ca", late.toString());
        try (BusClient client = bus.open()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(client::subscribe)
                        .isInstanceOf(BusException.class)
                        .hasMessageContaining(late.toString())
                        .hasMessageContaining("no such file");
            }
            Files.copy(ca.certificate(), late);
            client.subscribe().close();
        }
    }

    @Test
    void theRoutingPolicyIsThatOfTheSettings() throws Exception {
        DevelopmentCa.Issued other = ca.issue("billing.example.org", KeyType.EC);
        bus.set("routing-policy", "{ \"" + TOPIC + "\" = [\"billing.example.org\"] }");
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            send(signed(envelope(), signer));
            send(signed(envelope(), other));
            assertThat(subscription.poll(SOON).orElseThrow().signer()).contains("billing.example.org");
            assertThat(deadReason()).isEqualTo(Reason.POLICY);
        }
    }

    @Test
    void anAlgorithmThatIsNotListedIsNotAccepted() throws Exception {
        bus.set("validation.algorithms", "[x509-ed25519]");
        DevelopmentCa.Issued accepted = ca.issue("ed.example.org", KeyType.EC);
        try (BusClient client = require();
                Subscription ignored = subscribe(client)) {
            send(signed(envelope(), accepted));
            assertThat(ignored.poll(Duration.ofSeconds(1))).isEmpty();
            assertThat(deadReason()).isEqualTo(Reason.UNSUPPORTED_CRYPTO);
        }
    }

    @Test
    void twoSubscriptionsBothHearAMessageThatNeitherTakesTwice() throws Exception {
        bus.set("validation.max-age", "1h");
        try (BusClient client = require();
                Subscription first = subscribe(client);
                Subscription second = subscribe(client)) {
            byte[] message = signed(envelope(), signer);
            send(message);
            send(message);
            send(signed(envelope(), signer));
            for (Subscription subscription : List.of(first, second)) {
                assertThat(subscription.poll(SOON).orElseThrow().i()).isEqualTo(1);
                assertThat(subscription.poll(SOON).orElseThrow().i()).isEqualTo(2);
                assertThat(deadReason()).isEqualTo(Reason.TOO_OLD);
            }
        }
    }

    @Test
    void whoIsRevokedIsNoLongerHeardWithinTwoSeconds() throws Exception {
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            send(signed(envelope(), signer));
            assertThat(subscription.poll(SOON)).isPresent();
            assertThat(ca.revoke(NAME)).isTrue();
            await().atMost(SOON).until(() -> {
                send(signed(envelope(), signer));
                return subscription.poll(Duration.ofMillis(100)).isEmpty() && !dead.isEmpty();
            });
            assertThat(deadReason()).isEqualTo(Reason.REVOKED);
        }
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new StackOverflowError(),
                new NoClassDefFoundError(),
                new OutOfMemoryError(),
                new ExceptionInInitializerError("e"),
                new InternalError(),
                new IllegalStateException());
    }

    /** Whatever is thrown where a signature is checked: by a provider that somebody has put before the JDK's. */
    @ParameterizedTest
    @MethodSource("thrown")
    void whatIsThrownWhileVerifyingEndsNobody(Throwable kind) throws Exception {
        DevelopmentCa.Issued rsa = ca.issue("rsa.example.org", KeyType.RSA);
        byte[] fatal = Signer.open(
                        new SignerFiles(rsa.certificate(), rsa.key(), Optional.empty()),
                        Optional.of(Algorithm.X509_RS256))
                .sign(canonical(envelope()));
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            FailingSignatures provider = new FailingSignatures("SHA256withRSA", kind);
            Security.insertProviderAt(provider, 1);
            try {
                send(fatal);
                send(signed(envelope(), signer));
                assertThat(subscription.poll(SOON).orElseThrow().signer()).contains(NAME);
                assertThat(deadReason()).isEqualTo(Reason.BAD_SIGNATURE);
                assertThat(provider.thrown()).isEqualTo(1);
            } finally {
                Security.removeProvider(provider.getName());
            }
            send(fatal);
            assertThat(subscription.poll(SOON).orElseThrow().signer()).contains("rsa.example.org");
            assertThat(dead).isEmpty();
        }
    }

    /** What strangers write shows up in logs and on terminals. */
    @Test
    void theDetailOfADeadLetterIsShortAndOneLineOfWhatCanBeSeen() throws Exception {
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            send(canonical(envelope().put("topic", "a\u001b[2J\r\nb\u202e" + "c".repeat(100_000))));
            send(signed(envelope(), signer));
            assertThat(subscription.poll(SOON)).isPresent();
            DeadLetter letter = dead.remove();
            assertThat(letter.reason()).isEqualTo(Reason.TOPIC_MISMATCH);
            assertThat(letter.detail())
                    .contains("a\\u001b[2J\\u000d\\u000ab\\u202ec")
                    .hasSizeLessThan(600)
                    .doesNotContainPattern("[\\p{Cntrl}\u202e]");
        }
    }

    @Test
    void aHostileMessageEndsNobody() throws Exception {
        try (BusClient client = require();
                Subscription subscription = subscribe(client)) {
            String deep = "[".repeat(100_000);
            send(deep.getBytes(US_ASCII));
            ObjectNode huge = envelope();
            huge.put("certificate", "QUJD".repeat(500_000)).put("signature", "QUJD".repeat(500_000));
            send(canonical(huge));
            byte[] garbage = new byte[100_000];
            send(garbage);
            send(signed(envelope(), signer));
            assertThat(subscription.poll(SOON)).isPresent();
            assertThat(dead)
                    .extracting(DeadLetter::reason)
                    .containsExactly(Reason.NOT_JSON, Reason.UNTRUSTED, Reason.NOT_JSON);
        }
    }
}
