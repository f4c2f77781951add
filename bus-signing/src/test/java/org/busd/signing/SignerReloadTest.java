package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair is replaced while it is in use. */
class SignerReloadTest {
    private static final byte[] ENVELOPE = "{\"i\":1,\"msg\":{},\"msg_id\":\"2026-1\",\"timestamp\":1,\"topic\":\"t\"}"
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private DevelopmentCa ca;
    private DevelopmentCa.Issued one;
    private DevelopmentCa.Issued two;
    private SignerFiles files;
    private final Time time = new Time();

    /** Goes on when told to. */
    private static final class Time extends Clock {
        private final Instant start = Instant.now();
        private final AtomicLong nanos = new AtomicLong();

        void pass(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }

        @Override
        public Instant instant() {
            return start.plusNanos(nanos.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        ca = DevelopmentCa.init(dir.resolve("ca"));
        one = ca.issue("one", KeyType.EC);
        two = ca.issue("two", KeyType.ED25519);
        files = new SignerFiles(dir.resolve("crt"), dir.resolve("key"), Optional.empty());
        replace(files.certificate(), one.certificate());
        replace(files.key(), one.key());
    }

    private Signer open() {
        return Signer.open(files, Optional.empty(), time, time.nanos::get);
    }

    private static void replace(Path file, Path by) throws IOException {
        Path next = file.resolveSibling("next");
        Files.copy(by, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aNewPairIsInUseWithinTwoSeconds() throws Exception {
        Signer signer = open();
        replace(files.certificate(), two.certificate());
        replace(files.key(), two.key());
        assertThat(signer.pair().name())
                .as("looked at not more than once a second")
                .isEqualTo("one");
        time.pass(Duration.ofMillis(1999));
        assertThat(signer.pair().name()).isEqualTo("two");
        assertThat(SignedText.of(signer.sign(ENVELOPE)).holds()).isTrue();
    }

    @Test
    void halfAPairIsNotAndTheOldOneStaysInForce() throws Exception {
        Signer signer = open();
        replace(files.certificate(), two.certificate());
        time.pass(Duration.ofSeconds(2));
        assertThat(signer.pair().name()).isEqualTo("one");
        assertThat(signer.fault())
                .hasValueSatisfying(fault -> assertThat(fault)
                        .hasMessage(files.key() + ": is not the key of the certificate in " + files.certificate()));
        assertThat(SignedText.of(signer.sign(ENVELOPE)).holds()).isTrue();
        replace(files.key(), two.key());
        time.pass(Duration.ofSeconds(2));
        assertThat(signer.pair().name()).isEqualTo("two");
        assertThat(signer.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "empty", "garbage", "directory", "open to all", "expired", "not yet"})
    void whatIsNotSoundIsNotTakenIntoUse(String what) throws Exception {
        Signer signer = open();
        switch (what) {
            case "gone" -> Files.delete(files.key());
            case "empty" -> Files.write(files.certificate(), new byte[0]);
            case "garbage" -> Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----");
            case "directory" -> {
                Files.delete(files.key());
                Files.createDirectory(files.key());
            }
            case "open to all" -> {
                replace(files.certificate(), two.certificate());
                replace(files.key(), two.key());
                Files.setPosixFilePermissions(
                        files.key(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            }
            default -> {
                Instant when = time.instant().plus(Duration.ofDays(what.equals("expired") ? -400 : 100));
                DevelopmentCa.Issued three = DevelopmentCa.open(dir.resolve("ca"), Clock.fixed(when, ZoneOffset.UTC))
                        .issue("three", KeyType.EC);
                replace(files.certificate(), three.certificate());
                replace(files.key(), three.key());
            }
        }
        for (int i = 0; i < 3; i++) {
            time.pass(Duration.ofSeconds(2));
            assertThat(signer.pair().name()).isEqualTo("one");
            assertThat(signer.fault()).isPresent();
        }
        if (what.equals("not yet")) {
            time.pass(Duration.ofDays(100));
            assertThat(signer.pair().name()).as("its time has come").isEqualTo("three");
            assertThat(signer.fault()).isEmpty();
        }
    }

    /** File systems have coarse clocks: a file may change twice and look the same. */
    @Test
    void aChangeThatDoesNotShowInTheStampsIsFoundWhileItCouldBe() throws Exception {
        DevelopmentCa.Issued three = ca.issue("tri", KeyType.EC);
        FileTime now = FileTime.from(time.instant());
        Files.setLastModifiedTime(files.certificate(), now);
        Files.setLastModifiedTime(files.key(), now);
        Signer signer = open();
        long size = Files.size(files.certificate());
        overwrite(files.certificate(), three.certificate(), now);
        overwrite(files.key(), three.key(), now);
        assertThat(Math.abs(Files.size(files.certificate()) - size)).isLessThan(5);
        time.pass(Duration.ofSeconds(1));
        assertThat(signer.pair().name()).isEqualTo("tri");
    }

    private static void overwrite(Path file, Path by, FileTime time) throws IOException {
        Files.write(file, Files.readAllBytes(by));
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void anExpiredCertificateSignsNoMoreAndItsSuccessorDoes() throws Exception {
        Signer signer = open();
        Instant end = signer.pair().end();
        time.pass(Duration.between(time.instant(), end));
        assertThat(signer.pair().end()).isEqualTo(end);
        time.pass(Duration.ofSeconds(1));
        assertThatThrownBy(signer::pair)
                .isInstanceOf(SigningException.class)
                .hasMessage(files.certificate() + ": expired at " + end
                        + ": put a new certificate there, which is found within 2 seconds");
        DevelopmentCa.Issued next = DevelopmentCa.open(dir.resolve("ca"), time).issue("next", KeyType.EC);
        replace(files.certificate(), next.certificate());
        replace(files.key(), next.key());
        time.pass(Duration.ofSeconds(2));
        assertThat(signer.pair().name()).isEqualTo("next");
    }

    @Test
    void everyMessageIsOfOnePairWhileThePairIsReplacedUnderManyThreads() throws Exception {
        Signer signer = Signer.open(files, Optional.empty());
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Set<String>>> signing = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<Set<String>> task = () -> {
                    Set<String> names = new HashSet<>();
                    while (!over.get()) {
                        SignedText signed = SignedText.of(signer.sign(ENVELOPE));
                        assertThat(signed.holds()).isTrue();
                        names.add(signed.certificate().getSubjectX500Principal().getName());
                    }
                    return names;
                };
                signing.add(threads.submit(task));
            }
            for (DevelopmentCa.Issued next : List.of(two, one, two)) {
                String name = next.certificate().getFileName().toString().replace(".crt", "");
                // First the one, in pieces, and after a look the other.
                byte[] certificate = Files.readAllBytes(next.certificate());
                Files.write(files.certificate(), java.util.Arrays.copyOf(certificate, certificate.length / 2));
                await(() -> signer.fault().isPresent());
                Files.write(files.certificate(), certificate);
                await(() -> signer.fault()
                        .filter(f -> f.getMessage().contains("is not the key"))
                        .isPresent());
                assertThat(signer.pair().name()).isNotEqualTo(name);
                Files.write(files.key(), Files.readAllBytes(next.key()));
                await(() -> signer.pair().name().equals(name));
            }
            over.set(true);
            Set<String> names = new HashSet<>();
            for (Future<Set<String>> one : signing) {
                names.addAll(one.get(60, TimeUnit.SECONDS));
            }
            assertThat(names).containsExactlyInAnyOrder("CN=one", "CN=two");
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private static void await(Callable<Boolean> condition) {
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }
}
