package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change under way, and what is remembered of certificates. */
class TrustStoreTest {
    private static final String NAME = "orders-app01.example.org";
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final TestCertificate authority = TestCertificate.authority("test CA");
    private final TestCertificate signer = authority.signer(NAME, TestCertificate.EC);
    private final byte[] message = TestMessage.signed(signer, Algorithm.X509_ES256);
    private final AtomicLong nanos = new AtomicLong();
    private final Instant now = Instant.now();

    @TempDir
    private Path dir;

    private Path ca;
    private Path crl;

    @BeforeEach
    void write() throws IOException {
        ca = Files.writeString(dir.resolve("ca.crt"), authority.pem());
        crl = Files.writeString(dir.resolve("crl.pem"), authority.crl(now, null));
    }

    private TrustStore open() {
        return TrustStore.open(ca, Optional.of(crl), nanos::get);
    }

    private static Verifier verifier(TrustStore store) {
        return Verifier.builder(store).build();
    }

    private void replace(Path file, String text) throws IOException {
        Path beside = Files.writeString(dir.resolve("new"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aChangeTakesEffectASecondAfterTheLastLook() throws IOException {
        Verifier verifier = verifier(open());
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
        replace(crl, authority.crl(now, null, signer));
        nanos.addAndGet(SECOND - 1);
        assertThat(verifier.verify(message)).as("not looked at yet").isEqualTo(new Verdict.Valid(NAME));
        nanos.addAndGet(1);
        assertThat(((Verdict.Invalid) verifier.verify(message)).reason()).isEqualTo(Reason.REVOKED);
        replace(crl, authority.crl(now, null));
        nanos.addAndGet(SECOND);
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
    }

    @Test
    void aChangeOfTheSameSizeAndTimeIsNoticedToo() throws IOException {
        Instant earlier = Instant.ofEpochSecond(now.getEpochSecond());
        TestCertificate other = authority.signer(NAME, TestCertificate.EC);
        String first = authority.crl(earlier, null, other);
        Files.writeString(crl, first);
        TrustStore store = open();
        FileTime modified = Files.getLastModifiedTime(crl);
        String second = authority.crl(earlier, null, signer);
        while (second.length() != first.length()) {
            second = authority.crl(earlier, null, signer); // signatures differ in length
        }
        Files.writeString(crl, second);
        Files.setLastModifiedTime(crl, modified);
        nanos.addAndGet(SECOND);
        assertThat(((Verdict.Invalid) verifier(store).verify(message)).reason()).isEqualTo(Reason.REVOKED);
    }

    @Test
    void theLastGoodFilesStayAndTheFaultIsTold() throws IOException {
        TrustStore store = open();
        Verifier verifier = verifier(store);
        assertThat(store.fault()).isEmpty();
        TestCertificate stranger = TestCertificate.authority("another CA");
        for (String broken : List.of("", "half of a -----BEGIN X509", stranger.crl(now, null))) {
            replace(crl, broken);
            nanos.addAndGet(SECOND);
            assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
            assertThat(store.fault())
                    .hasValueSatisfying(fault -> assertThat(fault).startsWith(crl.toString()));
        }
        Files.delete(crl);
        nanos.addAndGet(SECOND);
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(store.fault()).hasValue(crl + ": there is no such file");
        replace(crl, authority.crl(now, null, signer));
        nanos.addAndGet(SECOND);
        assertThat(((Verdict.Invalid) verifier.verify(message)).reason()).isEqualTo(Reason.REVOKED);
        assertThat(store.fault()).isEmpty();
    }

    @Test
    void aNewAuthorityAndItsListComeIntoForceTogether() throws IOException {
        TrustStore store = open();
        Verifier verifier = verifier(store);
        TestCertificate next = TestCertificate.authority("next CA");
        replace(ca, next.pem());
        nanos.addAndGet(SECOND);
        assertThat(verifier.verify(message))
                .as("the list is still the old one's")
                .isEqualTo(new Verdict.Valid(NAME));
        assertThat(store.fault()).isPresent();
        replace(crl, next.crl(now, null));
        nanos.addAndGet(SECOND);
        assertThat(((Verdict.Invalid) verifier.verify(message)).reason()).isEqualTo(Reason.UNTRUSTED);
        byte[] fresh = TestMessage.signed(next.signer(NAME, TestCertificate.EC), Algorithm.X509_ES256);
        assertThat(verifier.verify(fresh)).isEqualTo(new Verdict.Valid(NAME));
    }

    @Test
    void whatHoldsIsRememberedUntilTheFilesChangeOrADatePasses() throws IOException {
        TrustStore store = open();
        assertThat(verifier(store).verify(message).isValid()).isTrue();
        assertThat(store.trust().remembered()).isEqualTo(1);
        assertThat(verifier(store).verify(message).isValid()).isTrue();
        assertThat(store.trust().remembered()).isEqualTo(1);
        Clock late = Clock.fixed(now.plus(Duration.ofDays(999)), ZoneOffset.UTC);
        assertThat(Verifier.builder(store).clock(late).build().verify(message).isValid())
                .isFalse();
        assertThat(store.trust().remembered()).isZero();
        assertThat(verifier(store).verify(message).isValid()).isTrue();
        replace(crl, authority.crl(now.minusSeconds(5), null));
        nanos.addAndGet(SECOND);
        assertThat(store.trust().remembered()).isZero();
    }

    @Test
    void whatDoesNotHoldIsNotRememberedAndWhatDoesOnlyUpToANumber() {
        TrustStore store = open();
        Verifier verifier = verifier(store);
        TestCertificate stranger = TestCertificate.authority("test CA").signer(NAME, TestCertificate.EC);
        assertThat(verifier.verify(TestMessage.signed(stranger, Algorithm.X509_ES256))
                        .isValid())
                .isFalse();
        assertThat(store.trust().remembered()).isZero();
        String pem = signer.pem();
        for (int i = 0; i < 1100; i++) {
            var envelope = TestMessage.tree(message);
            envelope.put(
                    "certificate",
                    TestMessage.lines((i + "\n" + pem).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            assertThat(verifier.verify(TestMessage.canonical(envelope)).isValid())
                    .isTrue();
        }
        assertThat(store.trust().remembered()).isLessThanOrEqualTo(1024);
    }

    @Test
    void aCertificateIsRememberedOnceItHasSignedAMessage() {
        TrustStore store = open();
        Verifier verifier = verifier(store);
        var spoilt = TestMessage.tree(message).put("i", 77);
        assertThat(verifier.verify(TestMessage.canonical(spoilt)).isValid()).isFalse();
        assertThat(store.trust().remembered()).isZero();
        assertThat(verifier.verify(message).isValid()).isTrue();
        assertThat(store.trust().remembered()).isOne();
        var padded = TestMessage.tree(message);
        byte[] pem = ("x".repeat(20_000) + "\n" + signer.pem()).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        padded.put("certificate", TestMessage.lines(pem));
        assertThat(verifier.verify(TestMessage.canonical(padded)).isValid()).isTrue();
        assertThat(store.trust().remembered()).as("no long text").isOne();
    }

    /** Each verdict is that of the old files or that of the new ones; nothing in between, and nobody stops. */
    @Test
    void filesMayBeReplacedWhileManyThreadsVerify() throws Exception {
        TestCertificate other = TestCertificate.authority("other CA");
        byte[] others = TestMessage.signed(other.signer(NAME, TestCertificate.ED25519), Algorithm.X509_ED25519);
        TrustStore store = TrustStore.open(ca, Optional.empty(), () -> nanos.addAndGet(SECOND));
        Verifier verifier = verifier(store);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<long[]>> verifying = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                verifying.add(threads.submit(() -> {
                    long[] counts = new long[2];
                    while (!done.get()) {
                        for (byte[] one : List.of(message, others)) {
                            Verdict verdict = verifier.verify(one);
                            if (verdict instanceof Verdict.Invalid invalid) {
                                assertThat(invalid.reason()).isEqualTo(Reason.UNTRUSTED);
                                counts[0]++;
                            } else {
                                counts[1]++;
                            }
                        }
                    }
                    return counts;
                }));
            }
            int rounds = 100 * Integer.getInteger("busd.test.repeat", 1);
            for (int i = 0; i < rounds; i++) {
                replace(ca, (i % 2 == 0 ? other : authority).pem());
                if (i % 5 == 0) {
                    replace(ca, "broken");
                }
            }
            replace(ca, other.pem());
            done.set(true);
            for (Future<long[]> each : verifying) {
                assertThat(each.get(60, TimeUnit.SECONDS)[1]).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(verifier.verify(others)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(((Verdict.Invalid) verifier.verify(message)).reason()).isEqualTo(Reason.UNTRUSTED);
    }
}
