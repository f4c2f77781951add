package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevelopmentCaTest {
    private static final String NAME = "orders-app01.example.org";

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource
    void whatItIssuesHoldsForOthers(KeyType type) throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        X509Certificate certificate = certificate(ca.issue(NAME, type).certificate());
        validate(ca, certificate);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + NAME);
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(certificate.getKeyUsage())
                .as("digital signatures only")
                .containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(certificate.getPublicKey().getAlgorithm())
                .isEqualTo(
                        switch (type) {
                            case RSA -> "RSA";
                            case EC -> "EC";
                            case ED25519 -> "EdDSA";
                        });
    }

    @Test
    void theFilesAreThoseOfTheDescriptionAndKeysAreTheOwners() throws Exception {
        DevelopmentCa.init(dir.resolve("a/b")).issue(NAME, KeyType.EC);
        try (Stream<Path> files = Files.list(dir.resolve("a/b"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.crt", "ca.key", "crl.pem", NAME + ".crt", NAME + ".key");
        }
        for (String key : List.of("ca.key", NAME + ".key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("a/b/" + key))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatCouldNotBeMadeWholeLeavesNothingInTheWayOfAnotherTry() throws Exception {
        for (String inTheWay : List.of("ca.crt", "crl.pem", NAME + ".crt")) {
            Path link = Files.createSymbolicLink(dir.resolve(inTheWay), dir.resolve("nowhere"));
            assertThatThrownBy(() -> initAndIssue()).isInstanceOf(SigningException.class);
            Files.delete(link);
        }

        validate(
                DevelopmentCa.open(dir),
                certificate(DevelopmentCa.open(dir).issue(NAME, KeyType.EC).certificate()));
    }

    private void initAndIssue() {
        DevelopmentCa ca = Files.exists(dir.resolve("crl.pem")) ? DevelopmentCa.open(dir) : DevelopmentCa.init(dir);
        DevelopmentCa.Issued ignored = ca.issue(NAME, KeyType.EC);
    }

    @Test
    void itIsGoodForTenYearsAndACertificateForOneButNotLongerThanIt() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        DevelopmentCa ca = DevelopmentCa.init(dir, at(now));
        X509Certificate own = certificate(ca.certificate());
        assertThat(own.getNotBefore()).isEqualTo(now.minus(Duration.ofHours(1)));
        assertThat(own.getNotAfter()).isBetween(now.plus(Duration.ofDays(3651)), now.plus(Duration.ofDays(3653)));
        assertThat(certificate(ca.issue("early", KeyType.EC).certificate()).getNotAfter())
                .isEqualTo(now.plus(Duration.ofDays(365)));
        Instant late = own.getNotAfter().toInstant().minus(Duration.ofDays(5));
        assertThat(certificate(DevelopmentCa.open(dir, at(late))
                                .issue("late", KeyType.EC)
                                .certificate())
                        .getNotAfter())
                .isEqualTo(own.getNotAfter());
        assertThatThrownBy(() -> DevelopmentCa.open(dir, at(own.getNotAfter().toInstant()))
                        .issue("too-late", KeyType.EC))
                .isInstanceOf(SigningException.class)
                .hasMessageStartingWith(ca.certificate() + ": expired at ");
        assertThat(dir.resolve("too-late.key")).doesNotExist();
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        DevelopmentCa.Issued issued = ca.issue(NAME, KeyType.EC);
        byte[] key = Files.readAllBytes(issued.key());
        assertThatThrownBy(() -> DevelopmentCa.init(dir))
                .isInstanceOf(SigningException.class)
                .hasMessage(dir.resolve("ca.key") + ": exists already, and is never overwritten: move it away first");
        assertThatThrownBy(() -> ca.issue(NAME, KeyType.RSA))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("exists already");
        Files.delete(issued.certificate());
        assertThatThrownBy(() -> ca.issue(NAME, KeyType.RSA)).isInstanceOf(SigningException.class);
        assertThat(Files.readAllBytes(issued.key())).isEqualTo(key);
    }

    @Test
    void aRevokedCertificateIsOnTheListAndStaysThere() throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        X509Certificate first = certificate(ca.issue("first", KeyType.EC).certificate());
        X509Certificate second = certificate(ca.issue("second", KeyType.EC).certificate());
        Files.setPosixFilePermissions(ca.crl(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(crl(ca).getRevokedCertificates()).isNull();

        assertThat(ca.revoke("first")).isTrue();
        assertThat(ca.revoke("first")).as("again").isFalse();
        assertThatThrownBy(() -> validate(ca, first))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("revoked");
        validate(ca, second);

        assertThat(DevelopmentCa.open(dir).revoke("second")).isTrue();
        assertThatThrownBy(() -> validate(ca, first)).isInstanceOf(CertPathValidatorException.class);
        assertThatThrownBy(() -> validate(ca, second)).isInstanceOf(CertPathValidatorException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ca.crl())))
                .as("who could read it still can")
                .isEqualTo("rw-r-----");
        // More than a umask gives.
        Files.setPosixFilePermissions(ca.crl(), PosixFilePermissions.fromString("rw-rw-rw-"));
        ca.renewCrl();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ca.crl())))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void theListIsReplacedInOneStepAndLosesNothingWhileManyRevoke() throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            names.add("n" + i);
            ca.issue("n" + i, KeyType.EC);
        }
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            var reading = threads.submit(() -> {
                int most = 0;
                while (most < names.size()) {
                    Set<?> revoked = crl(ca).getRevokedCertificates();
                    int now = revoked == null ? 0 : revoked.size();
                    assertThat(now).isGreaterThanOrEqualTo(most);
                    most = now;
                }
                return most;
            });
            for (var done : threads.invokeAll(names.stream()
                    .<Callable<Boolean>>map(
                            name -> () -> DevelopmentCa.open(dir).revoke(name))
                    .toList())) {
                assertThat(done.get()).isTrue();
            }
            assertThat(reading.get(60, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(names.size());
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files).as("nothing is left over but the lock").hasSize(4 + 2 * names.size());
        }
    }

    @Test
    void aListThatIsRenewedHoldsForAnotherYearAndListsWhomItListed() throws Exception {
        Clock made = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        DevelopmentCa ca = DevelopmentCa.init(dir, made);
        X509Certificate revoked = certificate(ca.issue("revoked", KeyType.EC).certificate());
        assertThat(ca.revoke("revoked")).isTrue();
        BigInteger number = number(crl(ca));

        Clock later = Clock.offset(made, Duration.ofDays(400));
        DevelopmentCa.open(dir, later).renewCrl();

        X509CRL renewed = crl(ca);
        assertThat(renewed.getNextUpdate().toInstant())
                .isEqualTo(later.instant().plus(Duration.ofDays(365)));
        assertThat(renewed.isRevoked(revoked)).isTrue();
        assertThat(number(renewed)).isEqualTo(number.add(BigInteger.ONE));
    }

    private static BigInteger number(X509CRL list) {
        byte[] octets = ASN1OctetString.getInstance(list.getExtensionValue(Extension.cRLNumber.getId()))
                .getOctets();
        return CRLNumber.getInstance(octets).getCRLNumber();
    }

    @Test
    void manyMayIssueAtATime() throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        Set<Object> serials = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "n" + i % 10;
                tasks.add(() -> {
                    try {
                        DevelopmentCa.Issued issued = ca.issue(name, KeyType.EC);
                        serials.add(certificate(issued.certificate()).getSerialNumber());
                        return true;
                    } catch (SigningException e) {
                        assertThat(e).hasMessageContaining("exists already");
                        return false;
                    }
                });
            }
            int issued = 0;
            for (var done : threads.invokeAll(tasks)) {
                issued += done.get() ? 1 : 0;
            }
            assertThat(issued).as("one for each name").isEqualTo(10);
            assertThat(serials).hasSize(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "../x", "a/b", "/etc/x", "a\\b", ".hidden", "-x", "a b", "é", "a\n", "a\0", "ca", "Ca"
            })
    void aNameThatIsNoneIsRefused(String name) throws IOException {
        DevelopmentCa ca = DevelopmentCa.init(dir.resolve("ca"));
        assertThatThrownBy(() -> ca.issue(name, KeyType.EC)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ca.revoke(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ca.issue("x".repeat(65), KeyType.EC)).isInstanceOf(IllegalArgumentException.class);
        try (Stream<Path> files = Files.walk(dir)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(3);
        }
    }

    @Test
    void whatIsNotItsOwnIsNotRevoked() throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir.resolve("one"));
        DevelopmentCa other = DevelopmentCa.init(dir.resolve("two"));
        assertThatThrownBy(() -> ca.revoke("nobody"))
                .hasMessage(dir.resolve("one/nobody.crt") + ": there is no such file");
        Path foreign = dir.resolve("one/foreign.crt");
        Files.copy(other.issue("foreign", KeyType.EC).certificate(), foreign);
        assertThatThrownBy(() -> ca.revoke("foreign"))
                .isInstanceOf(SigningException.class)
                .hasMessageStartingWith(foreign + ": is not of the authority in ");
    }

    @Test
    void withoutTheOldListNothingIsRevokedForThatWouldForgetTheOthers() throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir.resolve("one"));
        ca.issue("n", KeyType.EC);
        Files.delete(ca.crl());
        assertThatThrownBy(() -> ca.revoke("n")).hasMessage(ca.crl() + ": there is no such file");
        Files.copy(DevelopmentCa.init(dir.resolve("two")).crl(), ca.crl());
        assertThatThrownBy(() -> ca.revoke("n")).hasMessage(ca.crl() + ": holds no revocation list of this authority");
    }

    @Test
    void anotherAuthoritysKeyIsNoticed() throws Exception {
        DevelopmentCa.init(dir.resolve("one"));
        DevelopmentCa.init(dir.resolve("two"));
        Path key = dir.resolve("one/ca.key");
        Files.copy(dir.resolve("two/ca.key"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> DevelopmentCa.open(dir.resolve("one")))
                .hasMessageStartingWith(key + ": is not the key of the certificate in ");
        assertThatThrownBy(() -> DevelopmentCa.open(dir.resolve("none")))
                .hasMessage(dir.resolve("none/ca.crt") + ": there is no such file");
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    static X509Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static X509CRL crl(DevelopmentCa ca) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(ca.crl())) {
            X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            crl.verify(certificate(ca.certificate()).getPublicKey());
            return crl;
        }
    }

    /** By the JDK, which shares nothing with what made them. */
    private static void validate(DevelopmentCa ca, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate(ca.certificate()), null)));
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(crl(ca)))));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
    }
}
