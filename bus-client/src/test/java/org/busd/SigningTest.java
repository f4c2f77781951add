package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.busd.config.BusSettings;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.TrustStore;
import org.busd.signing.Verdict;
import org.busd.signing.Verifier;
import org.busd.testing.RecordingBus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is published is signed, whichever way it goes. */
class SigningTest {
    private static final String NAME = "orders-app01.example.org";

    @TempDir
    Path dir;

    private DevelopmentCa ca;
    private Verifier verifier;

    @BeforeEach
    void setUp() {
        ca = DevelopmentCa.init(dir);
        verifier = Verifier.builder(TrustStore.open(ca.certificate(), Optional.of(ca.crl())))
                .build();
    }

    private TestBus signing() {
        return new TestBus()
                .set("signing.enabled", "true")
                .set("signing.certificate", dir.resolve(NAME + ".crt").toString())
                .set("signing.key", dir.resolve(NAME + ".key").toString());
    }

    private TestBus nowhere() {
        return signing().set("publish.via", "none");
    }

    private void assertValid(Message message) {
        Verdict verdict = verifier.verify(message.topic().getBytes(StandardCharsets.UTF_8), message.bytes());
        assertThat(verdict).isEqualTo(new Verdict.Valid(NAME));
    }

    @ParameterizedTest
    @CsvSource({"RSA, x509", "RSA, x509-rs256", "EC, x509-es256", "ED25519, x509-ed25519"})
    void publishedMessagesAreSignedAndReceivedAsTheyWere(KeyType type, String algorithm) throws Exception {
        ca.issue(NAME, type);
        BusSettings settings = signing().set("signing.algorithm", algorithm).settings();
        try (BusClient client = BusClient.open(settings)) {
            Subscription subscription = client.subscribe();
            assertThat(client.awaitSubscribers(1, Duration.ofSeconds(20))).isTrue();
            client.publish("orders", "order.created", Map.of("name", "grün \ud83d\ude00", "a", 1.5));
            client.publish("orders", "empty", null);
            client.publishAsync("orders", "order.created", List.of(1)).get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 3; i++) {
                Message message = subscription.poll(Duration.ofSeconds(20)).orElseThrow();
                assertValid(message);
                assertThat(message.canonicalText()).as("sent canonically").isEqualTo(message.text());
                assertThat(message.envelope().get("crypto").textValue()).isEqualTo(algorithm);
            }
        }
    }

    @Test
    void viaNoneAndRecordingBusSignToo() {
        ca.issue(NAME, KeyType.EC);
        try (RecordingBus bus = RecordingBus.open(nowhere().settings())) {
            bus.client().publish("orders", "order.created", Map.of("id", 7));
            assertThat(bus.messages()).singleElement().satisfies(this::assertValid);
        }
    }

    @Test
    void theFilesAreFoundByTheServiceName() {
        ca.issue(NAME, KeyType.ED25519);
        BusSettings settings = new TestBus()
                .set("publish.via", "none")
                .set("name", "orders.app01")
                .set("endpoints.orders.app01", "[\"tcp://127.0.0.1:4002\"]")
                .set("signing.enabled", "true")
                .set("signing.certificates-dir", dir.toString())
                .set("signing.certnames", "{orders.app01 = " + NAME + "}")
                .settings();
        try (RecordingBus bus = RecordingBus.open(settings)) {
            bus.client().publish("order.created", null);
            assertThat(bus.messages()).singleElement().satisfies(this::assertValid);
        }
    }

    /** What a body says is its own affair: only the envelope's members make a signature. */
    @Test
    void aBodyCannotSmuggleASignature() {
        ca.issue(NAME, KeyType.EC);
        Map<String, Object> body = new HashMap<>(Map.of("crypto", "none", "signature", "s", "certificate", "c"));
        body.put("msg\",\"crypto\":\"x", "\",\"signature\":\"\",\"topic\":\"other");
        try (RecordingBus bus = RecordingBus.open(nowhere().settings())) {
            bus.client().publish("orders", "order.created", body);
            Message message = bus.messages().get(0);
            assertValid(message);
            assertThat(message.envelope().get("crypto").textValue()).isEqualTo("x509-es256");
            assertThat((Object) message.bodyAs(Map.class)).isEqualTo(body);
        }
    }

    @Test
    void theSignatureCountsAgainstTheLargestSize() {
        ca.issue(NAME, KeyType.ED25519);
        try (RecordingBus bus = RecordingBus.open(
                nowhere().set("publish.max-message-size", "10KiB").settings())) {
            BusClient client = bus.client();
            client.publish("orders", "t", "");
            int most = 10 * 1024 - bus.messages().get(0).bytes().length;
            client.publish("orders", "t", "x".repeat(most));
            assertThat(bus.messages().get(1).bytes()).hasSize(10 * 1024);
            assertValid(bus.messages().get(1));
            assertThatThrownBy(() -> client.publish("orders", "t", "x".repeat(most + 1)))
                    .isInstanceOf(BusEncodingException.class)
                    .hasMessageContaining("bus.publish.max-message-size");
        }
    }

    @Test
    void aPairThatCannotSignIsTheEndOfOpening() throws Exception {
        Path certificate = dir.resolve(NAME + ".crt");
        assertThatThrownBy(() -> BusClient.open(nowhere().settings()))
                .isInstanceOf(BusException.class)
                .hasMessage("cannot sign (bus.signing): " + certificate + ": there is no such file");
        Path key = ca.issue(NAME, KeyType.EC).key();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> BusClient.open(nowhere().settings()))
                .isInstanceOf(BusException.class)
                .hasMessageStartingWith("cannot sign (bus.signing): " + key + ": is open to every user");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> BusClient.open(
                        nowhere().set("signing.algorithm", "x509-rs256").settings()))
                .isInstanceOf(BusException.class)
                .hasMessageStartingWith("cannot sign (bus.signing): " + certificate + ": its key is P-256");
    }

    /** Who only listens needs no certificate; the settings warn. */
    @Test
    void withoutACertificateOfItsOwnAProcessPublishesNothing() {
        BusSettings settings = new TestBus()
                .set("publish.via", "none")
                .set("signing.enabled", "true")
                .set("signing.certnames", "{other = x}")
                .settings();
        assertThat(settings.warnings()).anyMatch(w -> w.contains("nothing to sign with"));
        try (RecordingBus bus = RecordingBus.open(settings)) {
            assertThatThrownBy(() -> bus.client().publish("t", null))
                    .isInstanceOf(BusException.class)
                    .hasMessage(
                            "this process has nothing to sign with: set bus.signing.certificate and bus.signing.key,"
                                    + " or bus.signing.certnames.\"" + settings.serviceName() + "\"");
            assertThat(bus.client().publishAsync("t", null)).isCompletedExceptionally();
            assertThat(bus.messages()).isEmpty();
        }
    }

    @Test
    void everyMessageVerifiesWithItsOwnCertificateWhileThePairIsReplaced() throws Exception {
        DevelopmentCa.Issued one = ca.issue(NAME, KeyType.EC);
        DevelopmentCa.Issued two = ca.issue("two", KeyType.ED25519);
        BusSettings settings = nowhere().settings();
        Set<String> ways = java.util.concurrent.ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (BusClient client = BusClient.builder()
                .settings(settings)
                .observer(message -> {
                    ways.add(message.envelope().get("crypto").textValue());
                    Verdict verdict =
                            verifier.verify(message.topic().getBytes(StandardCharsets.UTF_8), message.bytes());
                    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
                })
                .open()) {
            List<Future<?>> publishing = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                publishing.add(threads.submit(() -> {
                    while (!over.get()) {
                        client.publish("orders", "t", Map.of("a", 1));
                    }
                }));
            }
            org.awaitility.Awaitility.await().until(() -> ways.equals(Set.of("x509-es256")));
            Files.write(one.certificate(), Files.readAllBytes(two.certificate()));
            Files.write(one.key(), Files.readAllBytes(two.key()));
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ways.equals(new HashSet<>(List.of("x509-es256", "x509-ed25519"))));
            over.set(true);
            for (Future<?> one8th : publishing) {
                one8th.get(30, TimeUnit.SECONDS);
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }
}
