package org.busd.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates are taken, and for what. */
class TrustTest {
    private static final String NAME = "orders-app01.example.org";
    private final Instant now = Instant.now();

    private final TestCertificate authority = TestCertificate.authority("test CA");

    @TempDir
    private Path dir;

    private Path ca;
    private Path crl;

    @BeforeEach
    void name() throws IOException {
        ca = Files.writeString(dir.resolve("ca.crt"), authority.pem());
        crl = dir.resolve("crl.pem");
    }

    private TestCertificate.Builder issue() {
        return authority.issue("CN=" + NAME, TestCertificate.EC);
    }

    private Verdict verify(TestCertificate signer) {
        return verify(signer.pem(), signer.pair());
    }

    /** The verdict of an envelope that this key signed and that carries this certificate. */
    private Verdict verify(String pem, KeyPair key) {
        Algorithm algorithm = switch (key.getPrivate().getAlgorithm()) {
            case "RSA" -> Algorithm.X509_RS256;
            case "EC" -> Algorithm.X509_ES256;
            default -> Algorithm.X509_ED25519;
        };
        var envelope = TestMessage.envelope().put("crypto", algorithm.crypto());
        byte[] signature = TestMessage.signature(TestMessage.canonical(envelope), key, algorithm);
        return verifier()
                .verify(TestMessage.with(
                        envelope, TestMessage.lines(pem.getBytes(UTF_8)), TestMessage.lines(signature)));
    }

    private Verifier verifier() {
        return Verifier.builder(TrustStore.open(ca, Files.exists(crl) ? Optional.of(crl) : Optional.empty()))
                .build();
    }

    private static Reason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        return ((Verdict.Invalid) verdict).reason();
    }

    // ---- what the certificate is ----

    @Test
    void aCertificateWithoutKeyUsageIsTakenAndOneForOtherUsesIsNot() {
        assertThat(verify(issue().make())).isEqualTo(new Verdict.Valid(NAME));
        assertThat(verify(issue().usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
                                .make())
                        .isValid())
                .isTrue();
        for (int usage : new int[] {KeyUsage.keyEncipherment, KeyUsage.keyCertSign, KeyUsage.nonRepudiation}) {
            assertThat(reason(verify(issue().usage(usage).make()))).isEqualTo(Reason.UNTRUSTED);
        }
    }

    @Test
    void anAuthoritySignsNoMessages() {
        assertThat(reason(verify(authority))).isEqualTo(Reason.UNTRUSTED);
        TestCertificate below = issue().extension(Extension.basicConstraints, true, new BasicConstraints(0))
                .usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)
                .make();
        assertThat(reason(verify(below))).isEqualTo(Reason.UNTRUSTED);
    }

    @Test
    void anotherAuthorityOfTheSameNameIsAStranger() {
        TestCertificate impostor = TestCertificate.authority("test CA");
        assertThat(reason(verify(impostor.signer(NAME, TestCertificate.EC)))).isEqualTo(Reason.UNTRUSTED);
        TestCertificate self =
                TestCertificate.authority("CN=" + NAME, TestCertificate.EC).make();
        assertThat(reason(verify(self))).isEqualTo(Reason.UNTRUSTED);
    }

    @Test
    void aSignerVouchesForNobody() throws IOException {
        TestCertificate signer = authority.signer("signer", TestCertificate.ec());
        TestCertificate below = signer.signer(NAME, TestCertificate.EC);
        assertThat(reason(verify(below))).isEqualTo(Reason.UNTRUSTED);
        assertThat(reason(verify(below.pem() + signer.pem(), below.pair()))).isEqualTo(Reason.UNTRUSTED);
        Files.writeString(ca, authority.pem() + signer.pem());
        assertThatThrownBy(this::verifier).isInstanceOf(TrustException.class).hasMessageContaining("CN=signer");
    }

    @Test
    void aMessageCarriesOneCertificateAndTextAroundItMeansNothing() {
        TestCertificate good = issue().make();
        TestCertificate other = issue().make();
        assertThat(verify("Certificate:\n    Data:\n" + good.pem() + "that was it\n", good.pair())
                        .isValid())
                .isTrue();
        for (String pem : List.of(
                good.pem() + good.pem(),
                good.pem() + other.pem(),
                other.pem() + good.pem(),
                good.pem().replace("CERTIFICATE", "PUBLIC KEY"),
                good.pem().replace("-----END CERTIFICATE-----", ""),
                good.pem().replace("-----END CERTIFICATE-----", "-----END X-----"),
                good.pem().replace("-----BEGIN CERTIFICATE-----", ""),
                TestCertificate.pem("CERTIFICATE", new byte[0]),
                TestCertificate.pem("CERTIFICATE", java.util.Arrays.copyOf(good.encoded(), good.encoded().length + 1)),
                TestCertificate.pem("CERTIFICATE", java.util.Arrays.copyOf(good.encoded(), good.encoded().length - 1)),
                "")) {
            assertThat(reason(verify(pem, good.pair()))).as(pem).isEqualTo(Reason.UNTRUSTED);
        }
    }

    @Test
    void hugeCertificatesAreNotLookedAt() {
        TestCertificate huge = issue().extension(
                        new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4"),
                        false,
                        new DERUTF8String("x".repeat(60_000)))
                .make();
        assertThat(reason(verify(huge))).isEqualTo(Reason.UNTRUSTED);
        assertThat(reason(verify(issue().make().pem() + "x".repeat(5_000_000), TestCertificate.EC)))
                .isEqualTo(Reason.UNTRUSTED);
        byte[] nested = new byte[40_000]; // sequences in sequences, of indefinite length
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        assertThat(reason(verify(TestCertificate.pem("CERTIFICATE", nested), TestCertificate.EC)))
                .isEqualTo(Reason.UNTRUSTED);
    }

    @Test
    void keysOfOtherKindsAndSizesAreNotTaken() {
        List<KeyPair> bad = List.of(
                TestCertificate.pair("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4)),
                TestCertificate.pair("RSA", new RSAKeyGenParameterSpec(2040, RSAKeyGenParameterSpec.F4)),
                TestCertificate.pair("EC", new ECGenParameterSpec("secp384r1")),
                TestCertificate.pair("Ed448", null));
        TestCertificate carrier = issue().make();
        for (KeyPair pair : bad) {
            TestCertificate signer = issue().key(
                            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                    .make();
            assertThat(reason(verify(signer.pem(), carrier.pair())))
                    .as("%s", pair.getPublic().getAlgorithm())
                    .isEqualTo(Reason.UNTRUSTED);
        }
    }

    @Test
    void aKeyThatVerifiesAnythingIsNotTaken() throws IOException {
        // Of order one, two, four: with the first, R = identity and S = 0 would hold for every message.
        for (String hex : List.of(
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080")) {
            SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                    new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                            org.bouncycastle.asn1.edec.EdECObjectIdentifiers.id_Ed25519),
                    java.util.HexFormat.of().parseHex(hex));
            TestCertificate signer = authority
                    .issue("CN=" + NAME, TestCertificate.ED25519)
                    .key(key)
                    .make();
            byte[] signature = new byte[64];
            signature[0] = 1;
            var envelope = TestMessage.envelope().put("crypto", "x509-ed25519");
            byte[] message = TestMessage.with(
                    envelope, TestMessage.lines(signer.pem().getBytes(US_ASCII)), TestMessage.lines(signature));
            assertThat(reason(verifier().verify(message))).as(hex).isEqualTo(Reason.UNTRUSTED);
        }
    }

    // ---- names ----

    private static X500Name names(AttributeTypeAndValue... each) {
        RDN[] parts = new RDN[each.length];
        for (int i = 0; i < each.length; i++) {
            parts[i] = new RDN(each[i]);
        }
        return new X500Name(parts);
    }

    private static AttributeTypeAndValue cn(org.bouncycastle.asn1.ASN1Encodable value) {
        return new AttributeTypeAndValue(BCStyle.CN, value);
    }

    private Verdict named(X500Name subject) {
        return verify(authority.issue(subject, TestCertificate.EC).make());
    }

    @Test
    void theNameIsTheOnlyCommonNameWordForWord() {
        X500Name full = new X500NameBuilder()
                .addRDN(BCStyle.O, "Example, Inc.")
                .addRDN(BCStyle.CN, "Orders \\ app, \"01\" + \u00fc\ud83d\ude00")
                .build();
        assertThat(named(full)).isEqualTo(new Verdict.Valid("Orders \\ app, \"01\" + \u00fc\ud83d\ude00"));
        assertThat(named(names(cn(new DERUTF8String(" Orders ")))))
                .as("neither trimmed nor folded")
                .isEqualTo(new Verdict.Valid(" Orders "));
        assertThat(named(names(cn(new DERPrintableString("a"))))).isEqualTo(new Verdict.Valid("a"));
    }

    @Test
    void noneSeveralAndOddNamesAreNotTaken() {
        ASN1EncodableVector both = new ASN1EncodableVector();
        both.add(cn(new DERUTF8String("a")));
        both.add(cn(new DERUTF8String("b")));
        List<X500Name> bad = List.of(
                new X500Name("O=Example"),
                new X500Name("CN=a,CN=a"),
                new X500Name("CN=a,O=x,CN=b"),
                new X500Name(new RDN[] {RDN.getInstance(new DERSet(both))}),
                names(cn(new DERUTF8String(""))),
                names(cn(new DERUTF8String("a\tvalid"))),
                names(cn(new DERUTF8String("a\nb"))),
                names(cn(new DERUTF8String("a\u0000b"))),
                names(cn(new DERUTF8String("x".repeat(300)))),
                names(cn(new DERT61String("a"))),
                names(cn(new DERIA5String("\u00e4"))),
                names(cn(new org.bouncycastle.asn1.ASN1Integer(1))));
        for (X500Name subject : bad) {
            assertThat(reason(named(subject))).as("%s", subject).isEqualTo(Reason.UNTRUSTED);
        }
    }

    @Test
    void alternativeNamesAreNotConsulted() {
        TestCertificate signer = authority
                .issue("O=Example", TestCertificate.EC)
                .extension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, NAME)))
                .make();
        assertThat(reason(verify(signer))).isEqualTo(Reason.UNTRUSTED);
    }

    // ---- chains ----

    @Test
    void anAuthorityInBetweenVouchesIfItIsInTheCaFile() throws IOException {
        TestCertificate middle = authority
                .issue("CN=middle", TestCertificate.ec())
                .extension(Extension.basicConstraints, true, new BasicConstraints(0))
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .make();
        TestCertificate signer = middle.signer(NAME, TestCertificate.EC);
        assertThat(reason(verify(signer))).isEqualTo(Reason.UNTRUSTED);
        Files.writeString(ca, middle.pem() + authority.pem());
        assertThat(verify(signer)).isEqualTo(new Verdict.Valid(NAME));
        Files.writeString(crl, authority.crl(now, now.plusSeconds(60), middle));
        assertThat(reason(verify(signer))).as("the one in between is revoked").isEqualTo(Reason.REVOKED);
        Files.writeString(ca, middle.pem());
        assertThatThrownBy(this::verifier).hasMessageContaining("self-signed");
    }

    @Test
    void whatAnAuthoritySaysOfThoseBelowItCounts() throws IOException {
        KeyPair pair = TestCertificate.ec();
        TestCertificate limited = TestCertificate.authority("CN=limited", pair)
                .extension(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name("O=Example")))},
                                null))
                .make();
        Files.writeString(ca, limited.pem());
        assertThat(verify(limited.signer(NAME + ",O=Other", TestCertificate.EC)).isValid())
                .isFalse();
        X500Name inside = new X500NameBuilder()
                .addRDN(BCStyle.O, "Example")
                .addRDN(BCStyle.CN, NAME)
                .build();
        assertThat(verify(limited.issue(inside, TestCertificate.EC).make())).isEqualTo(new Verdict.Valid(NAME));
    }

    @Test
    void authoritiesThatCertifyEachOtherCostNothing() throws IOException {
        StringBuilder all = new StringBuilder(authority.pem());
        KeyPair[] pairs = new KeyPair[12];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = TestCertificate.ec();
        }
        for (KeyPair by : pairs) {
            for (KeyPair of : pairs) {
                TestCertificate issuer =
                        TestCertificate.authority("CN=mesh", by).make();
                all.append(TestCertificate.authority("CN=mesh", of)
                        .by(issuer)
                        .make()
                        .pem());
            }
        }
        Files.writeString(ca, all);
        TestCertificate signer = TestCertificate.authority("CN=mesh", TestCertificate.ec())
                .make()
                .signer(NAME, TestCertificate.EC);
        long before = System.nanoTime();
        assertThat(reason(verify(signer))).isEqualTo(Reason.UNTRUSTED);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anExpiredAuthorityVouchesForNobody() throws IOException {
        TestCertificate old = TestCertificate.authority("CN=old", TestCertificate.ec())
                .dates(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                .make();
        Files.writeString(ca, old.pem());
        TestCertificate signer = old.issue("CN=" + NAME, TestCertificate.EC)
                .dates(now.minus(Duration.ofDays(8)), now.plus(Duration.ofDays(8)))
                .make();
        assertThat(reason(verify(signer))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void ofAnAuthorityThatWasRenewedWithItsKeyTheOneInForceVouches() throws IOException {
        KeyPair pair = TestCertificate.ec();
        TestCertificate old = TestCertificate.authority("CN=renewed", pair)
                .dates(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                .make();
        TestCertificate renewed = TestCertificate.authority("CN=renewed", pair)
                .dates(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(99)))
                .make();
        TestCertificate before = old.issue("CN=" + NAME, TestCertificate.EC)
                .dates(now.minus(Duration.ofDays(8)), now.plus(Duration.ofDays(8)))
                .make();
        TestCertificate after = renewed.issue("CN=" + NAME, TestCertificate.EC)
                .dates(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(8)))
                .make();
        for (String file : List.of(old.pem() + renewed.pem(), renewed.pem() + old.pem())) {
            Files.writeString(ca, file);
            for (TestCertificate signer : List.of(before, after)) {
                assertThat(verify(signer)).isEqualTo(new Verdict.Valid(NAME));
            }
        }
        Files.writeString(ca, old.pem());
        for (TestCertificate signer : List.of(before, after)) {
            assertThat(reason(verify(signer))).isEqualTo(Reason.EXPIRED);
        }
    }

    @Test
    void ofTwoChainsTheOneThatIsNotRevokedVouches() throws IOException {
        KeyPair pair = TestCertificate.ec();
        List<TestCertificate> middles = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            middles.add(authority
                    .issue("CN=middle", pair)
                    .extension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                    .make());
        }
        TestCertificate signer = middles.get(0).signer(NAME, TestCertificate.EC);
        for (TestCertificate revoked : middles) {
            Files.writeString(ca, middles.get(0).pem() + middles.get(1).pem() + authority.pem());
            Files.writeString(crl, authority.crl(now, now.plusSeconds(60), revoked));
            assertThat(verify(signer)).isEqualTo(new Verdict.Valid(NAME));
        }
        Files.writeString(crl, authority.crl(now, now.plusSeconds(60), middles.get(0), middles.get(1)));
        assertThat(reason(verify(signer))).isEqualTo(Reason.REVOKED);
    }

    @Test
    void unknownCriticalExtensionsAreNotPassedOver() {
        TestCertificate signer = issue().extension(
                        new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4"),
                        true,
                        new DERUTF8String("only on Sundays"))
                .make();
        assertThat(reason(verify(signer))).isEqualTo(Reason.UNTRUSTED);
    }

    /** Run with the JDK's switches for looking things up turned on; see the module's pom. */
    @Test
    void nothingIsLookedUpAnywhere() throws Exception {
        assertThat(System.getProperty("com.sun.security.enableCRLDP")).isEqualTo("true");
        assertThat(System.getProperty("com.sun.security.enableAIAcaIssuers")).isEqualTo("true");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            GeneralName there = new GeneralName(GeneralName.uniformResourceIdentifier, url);
            AuthorityInformationAccess access = new AuthorityInformationAccess(new AccessDescription[] {
                new AccessDescription(AccessDescription.id_ad_caIssuers, there),
                new AccessDescription(AccessDescription.id_ad_ocsp, there)
            });
            CRLDistPoint lists = new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(new GeneralNames(there)), null, null)
            });
            TestCertificate known = issue().extension(Extension.authorityInfoAccess, false, access)
                    .extension(Extension.cRLDistributionPoints, false, lists)
                    .make();
            TestCertificate unknown = TestCertificate.authority("nobody knows")
                    .issue("CN=" + NAME, TestCertificate.EC)
                    .extension(Extension.authorityInfoAccess, false, access)
                    .extension(Extension.cRLDistributionPoints, false, lists)
                    .make();
            assertThat(verify(known)).isEqualTo(new Verdict.Valid(NAME));
            Files.writeString(crl, authority.crl(now, now.plusSeconds(60)));
            assertThat(verify(known)).isEqualTo(new Verdict.Valid(NAME));
            assertThat(reason(verify(unknown))).isEqualTo(Reason.UNTRUSTED);
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    // ---- revocation ----

    @Test
    void whatIsOnTheListIsRevoked() throws IOException {
        TestCertificate good = issue().make();
        TestCertificate bad = issue().make();
        Files.writeString(crl, authority.crl(now, now.plusSeconds(60), bad));
        assertThat(verify(good)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(reason(verify(bad))).isEqualTo(Reason.REVOKED);
    }

    @Test
    void ofTwoListsOfAnAuthorityTheLaterOneCounts() throws IOException {
        TestCertificate signer = issue().make();
        String old = authority.crl(now.minusSeconds(60), now.plusSeconds(60), signer);
        String late = authority.crl(now, now.plusSeconds(60));
        Files.writeString(crl, old + late);
        assertThat(verify(signer).isValid()).isTrue();
        Files.writeString(crl, late + old);
        assertThat(verify(signer).isValid()).isTrue();
    }

    @Test
    void aListThatNoAuthoritySignedIsRefused() throws IOException {
        TestCertificate signer = issue().make();
        TestCertificate other = TestCertificate.authority("other CA");
        for (String list : List.of(
                other.crl(now, now.plusSeconds(60), signer),
                authority.crl(now, now.plusSeconds(60), other.pair(), signer),
                signer.crl(now, now.plusSeconds(60)))) {
            Files.writeString(crl, list);
            assertThatThrownBy(this::verifier)
                    .isInstanceOf(TrustException.class)
                    .hasMessageStartingWith(crl.toString())
                    .hasMessageContaining("not signed by an authority");
        }
    }

    @Test
    void anAuthorityThatMayNotSignListsSignsNone() throws IOException {
        TestCertificate mute = TestCertificate.of("CN=test CA", authority.pair())
                .extension(Extension.basicConstraints, true, new BasicConstraints(true))
                .usage(KeyUsage.keyCertSign)
                .make();
        Files.writeString(ca, mute.pem());
        Files.writeString(crl, authority.crl(now, now.plusSeconds(60)));
        assertThatThrownBy(this::verifier).hasMessageContaining("not signed by an authority");
    }

    @Test
    void aListPastItsDateWarnsOrFails() throws IOException {
        TestCertificate signer = issue().make();
        TestCertificate bad = issue().make();
        Instant until = Instant.ofEpochSecond(now.getEpochSecond() + 60);
        Files.writeString(crl, authority.crl(now, until, bad));
        byte[] message = TestMessage.signed(signer, Algorithm.X509_ES256);
        byte[] revoked = TestMessage.signed(bad, Algorithm.X509_ES256);
        assertThat(stale(until, false).verify(message)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(stale(until, true).verify(message)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(stale(until.plusMillis(1), false).verify(message)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(reason(stale(until.plusMillis(1), true).verify(message))).isEqualTo(Reason.CRL_STALE);
        assertThat(reason(stale(until.plusMillis(1), true).verify(revoked))).isEqualTo(Reason.REVOKED);
        Files.writeString(crl, authority.crl(now, null, bad));
        assertThat(stale(until.plus(Duration.ofDays(20)), true).verify(message)).isEqualTo(new Verdict.Valid(NAME));
    }

    private Verifier stale(Instant at, boolean fails) {
        Verifier.Builder rules =
                Verifier.builder(TrustStore.open(ca, Optional.of(crl))).clock(Clock.fixed(at, ZoneOffset.UTC));
        return (fails ? rules.failWhenCrlIsStale() : rules).build();
    }

    @Test
    void serialNumbersAreThoseOfOneAuthority() throws IOException {
        TestCertificate other = TestCertificate.authority("other CA");
        BigInteger serial = new BigInteger("ffffffffffffffff", 16);
        TestCertificate bad = issue().serial(serial).make();
        TestCertificate good =
                other.issue("CN=" + NAME, TestCertificate.EC).serial(serial).make();
        Files.writeString(ca, authority.pem() + other.pem());
        Files.writeString(crl, authority.crl(now, now.plusSeconds(60), bad));
        assertThat(reason(verify(bad))).isEqualTo(Reason.REVOKED);
        assertThat(verify(good)).isEqualTo(new Verdict.Valid(NAME));
    }

    // ---- files ----

    @Test
    void filesThatAreNoneAreRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> TrustStore.open(dir.resolve("none"), Optional.empty()))
                .isInstanceOf(TrustException.class)
                .hasMessage(dir.resolve("none") + ": there is no such file");
        for (String text : List.of(
                "", "hello", authority.pem().substring(9), authority.pem().replace("M", "!"))) {
            Files.writeString(ca, text);
            assertThatThrownBy(this::verifier)
                    .as(text)
                    .isInstanceOf(TrustException.class)
                    .hasMessageStartingWith(ca.toString());
        }
        Files.writeString(
                ca,
                TestCertificate.pem("PRIVATE KEY", authority.pair().getPrivate().getEncoded()));
        assertThatThrownBy(this::verifier).hasMessageContaining("holds a PRIVATE KEY");
        Files.writeString(ca, issue().make().pem());
        assertThatThrownBy(this::verifier).hasMessageContaining("not that of an authority");
    }
}
