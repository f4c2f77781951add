package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
    private static final String NAME = "orders-app01.example.org";
    private static final TestCertificate CA = TestCertificate.authority("test CA");
    private static final String BEFORE = "\"i\":1,\"msg\":{\"a\":\"b\"},\"msg_id\":\"2026-1\"";
    private static final String AFTER = ",\"timestamp\":1,\"topic\":\"t\",\"username\":\"u\"}";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"RSA, X509", "RSA, X509_RS256", "EC, X509_ES256", "ED25519, X509_ED25519"})
    void whatIsSignedInOnePassIsWhatOthersVerify(KeyType type, Algorithm algorithm) throws Exception {
        SigningPair pair = open(type, Optional.of(algorithm)).pair();
        byte[] signed = spliced(pair);
        SignedText read = SignedText.of(signed);
        assertThat(read.holds()).isTrue();
        assertThat(read.envelope().get("crypto").textValue()).isEqualTo(algorithm.crypto());
        assertThat(read.certificate()).isEqualTo(DevelopmentCaTest.certificate(dir.resolve(NAME + ".crt")));
        assertThat(CanonicalJson.isCanonical(signed, 0, signed.length)).isTrue();
        assertThat(read.envelope().fieldNames())
                .toIterable()
                .containsExactly(
                        "certificate", "crypto", "i", "msg", "msg_id", "signature", "timestamp", "topic", "username");
    }

    /** The length of an elliptic curve's signature varies: the array is longer than the shortest. */
    @Test
    void signaturesOfAllLengthsFitTheirGaps() throws Exception {
        SigningPair pair = open(KeyType.EC, Optional.empty()).pair();
        java.util.Set<Integer> lengths = new java.util.HashSet<>();
        for (int i = 0; i < 5000 && lengths.size() < 2; i++) {
            byte[] signed = spliced(pair, BEFORE.replace("1", Integer.toString(i)));
            if (lengths.add(signed.length)) {
                assertThat(SignedText.of(signed).holds()).isTrue();
            }
        }
        assertThat(lengths).as("one in some 250 is shorter").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"RSA, X509", "EC, X509_ES256", "ED25519, X509_ED25519"})
    void theKeyDecidesUnlessTold(KeyType type, Algorithm expected) {
        Signer signer = open(type, Optional.empty());
        assertThat(signer.pair().algorithm()).isEqualTo(expected);
        assertThat(signer.pair().name()).isEqualTo(NAME);
        if (type == KeyType.RSA) {
            assertThat(signer.warnings()).singleElement().asString().contains("only for talking to fedmsg");
            assertThat(open(dir, Optional.of(Algorithm.X509)).warnings())
                    .as("asked for")
                    .isEmpty();
        } else {
            assertThat(signer.warnings()).isEmpty();
        }
    }

    /** Made with openssl 3.0; its {@code passphrase} is no ASCII. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa-pkcs1",
                "rsa-pkcs8",
                "ec-sec1",
                "ec-with-parameters",
                "ec-pkcs8",
                "ed25519-pkcs8",
                "rsa-pkcs1-aes",
                "rsa-pkcs8-aes",
                "ec-sec1-aes",
                "ec-sec1-des3",
                "ec-pkcs8-aes",
                "ec-pkcs8-des3",
                "ec-pkcs8-v1",
                "ec-pkcs8-scrypt",
                "ed25519-pkcs8-aes"
            })
    void everyFormInWhichOpensslWritesKeysIsRead(String form) throws Exception {
        KeyPair pair = new KeyPair(publicKey(openssl(form.replaceFirst("-.*", ".pub"))), null);
        write(CA.signer(NAME, pair).pem(), openssl(form + ".pem"));
        Path passphrase = secret("passphrase", openssl(form.endsWith("v1") ? "passphrase-ascii" : "passphrase"));
        boolean encrypted = form.matches(".*(aes|des3|v1|scrypt)");
        Signer signer = Signer.open(files(encrypted ? Optional.of(passphrase) : Optional.empty()), Optional.empty());
        assertThat(SignedText.of(spliced(signer.pair())).holds()).isTrue();
        if (encrypted) {
            assertFault(
                    Optional.empty(),
                    key(),
                    "has a passphrase: name the file that holds it (bus.signing.passphrase-file)");
            Path wrong = secret("wrong", "wrong\n");
            assertFault(Optional.of(wrong), key(), "cannot be decrypted with the passphrase in " + wrong);
            assertFault(Optional.of(secret("empty", "")), key(), "cannot be decrypted with the passphrase in ");
            assertFault(Optional.of(dir.resolve("none")), dir.resolve("none"), "there is no such file");
            Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
            assertFault(Optional.of(passphrase), passphrase, "is open to every user of this host: chmod 600 it");
        }
    }

    private static String openssl(String file) throws IOException {
        try (InputStream in = SignerTest.class.getResourceAsStream("openssl/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theFedmsgPairOfTheVectorsSigns() throws Exception {
        for (String file : new String[] {"crt", "key"}) {
            try (var in = getClass().getResourceAsStream("/interop/pki/orders-app01.example.org." + file)) {
                Files.copy(in, dir.resolve(NAME + "." + file));
            }
        }
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        SignedText read = SignedText.of(spliced(open(dir, Optional.empty()).pair()));
        assertThat(read.holds()).isTrue();
        assertThat(read.envelope().get("certificate"))
                .as("byte for byte what fedmsg sends")
                .isEqualTo(TestMessage.MAPPER
                        .readTree(InteropVectorsTest.valid()
                                .findFirst()
                                .orElseThrow()
                                .text())
                        .get("certificate"));
    }

    // ---- what is refused ----

    @Test
    void missingFiles() throws Exception {
        assertFault(Optional.empty(), certificate(), "there is no such file");
        SigningException both = catchThrowableOfType(
                SigningException.class, () -> Signer.open(files(Optional.empty()), Optional.empty()));
        assertThat(both.getSuppressed())
                .singleElement()
                .hasToString("org.busd.signing.SigningException: " + key() + ": there is no such file");
        Files.createDirectory(certificate());
        assertFault(Optional.empty(), certificate(), "is not a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-----w-", "rw----r--"})
    void aKeyThatOthersCanReadOrWrite(String permissions) throws Exception {
        open(KeyType.EC, Optional.empty());
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString(permissions));
        assertFault(
                Optional.empty(),
                key(),
                "is open to every user of this host: chmod 600 it, or 640 for a group of its own");
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(open(dir, Optional.empty()).pair().name()).isEqualTo(NAME);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherCertificate(KeyType type) throws Exception {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        ca.issue(NAME, KeyType.EC);
        Files.copy(ca.issue("other", type).key(), key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertFault(Optional.empty(), key(), "is not the key of the certificate in " + certificate());
    }

    @Test
    void anotherRsaKey() throws Exception {
        write(
                CA.signer(NAME, TestCertificate.RSA).pem(),
                pkcs8(TestCertificate.pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4))));
        assertFault(Optional.empty(), key(), "is not the key of the certificate in " + certificate());
    }

    @Test
    void datesPastAndToCome() throws Exception {
        Signer ignored = open(KeyType.EC, Optional.empty());
        SigningPair pair = ignored.pair();
        assertThatThrownBy(() -> at(pair.begin().minusMillis(1)))
                .hasMessage(certificate() + ": is good only from " + pair.begin() + " on");
        assertThatThrownBy(() -> at(pair.end().plusMillis(1)))
                .hasMessage(certificate() + ": expired at " + pair.end() + ": have a new one issued");
        assertThat(at(pair.begin()).pair().begin()).isEqualTo(pair.begin());
        assertThat(at(pair.end()).pair().end()).isEqualTo(pair.end());
    }

    @Test
    void aWarningFrom30DaysBeforeTheEnd() throws Exception {
        Instant end = open(KeyType.EC, Optional.empty()).pair().end();
        assertThat(at(end.minus(Duration.ofDays(30)).minusSeconds(1)).warnings())
                .isEmpty();
        assertThat(at(end.minus(Duration.ofDays(30))).warnings())
                .containsExactly(
                        certificate() + ": expires at " + end + ", and then signs no more: have a new one issued");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, X509_ES256, RSA",
        "RSA, X509_ED25519, RSA",
        "EC, X509, P-256",
        "EC, X509_RS256, P-256",
        "EC, X509_ED25519, P-256",
        "ED25519, X509, Ed25519",
        "ED25519, X509_ES256, Ed25519"
    })
    void anAlgorithmThatTheKeyCannotDo(KeyType type, Algorithm algorithm, String kind) {
        assertThatThrownBy(() -> open(type, Optional.of(algorithm)))
                .isInstanceOf(SigningException.class)
                .hasMessage(certificate() + ": its key is " + kind + ", which makes no signatures of the kind "
                        + algorithm.crypto() + " (bus.signing.algorithm)");
    }

    @Test
    void keysOfOtherKinds() throws Exception {
        KeyPair small = TestCertificate.pair("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4));
        write(CA.signer(NAME, small).pem(), pkcs8(small));
        assertFault(
                Optional.empty(), certificate(), "its key has 1024 bits; RSA keys have 2048 to 8192; it has to be RSA");
        KeyPair other = TestCertificate.pair("EC", new ECGenParameterSpec("secp384r1"));
        write(CA.signer(NAME, other).pem(), pkcs8(other));
        assertFault(Optional.empty(), certificate(), "its key is EC of a kind that signs no messages");
    }

    @Test
    void certificatesThatNoVerifierTakes() throws Exception {
        KeyPair pair = TestCertificate.EC;
        String key = pkcs8(pair);
        write(TestCertificate.authority("CN=a", pair).make().pem(), key);
        assertFault(Optional.empty(), certificate(), "is the certificate of an authority");
        write(CA.issue("CN=a", pair).usage(KeyUsage.keyEncipherment).make().pem(), key);
        assertFault(Optional.empty(), certificate(), "is not meant for digital signatures (key usage)");
        write(CA.issue("CN=a,CN=b", pair).make().pem(), key);
        assertFault(Optional.empty(), certificate(), "the certificate must have one common name (CN)");
        write(CA.issue("O=a", pair).make().pem(), key);
        assertFault(Optional.empty(), certificate(), "the certificate must have one common name (CN)");
    }

    /** Wherever a file ends too early, while it is copied perhaps, it is refused, and nothing but that. */
    @Test
    void filesCutOffAnywhere() throws Exception {
        open(KeyType.EC, Optional.empty());
        for (Path file : new Path[] {certificate(), key()}) {
            byte[] whole = Files.readAllBytes(file);
            // The last line break is not missed.
            for (int length = 0; length < whole.length - 1; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> open(dir, Optional.empty()))
                        .isInstanceOf(SigningException.class)
                        .hasMessageStartingWith(file + ": ");
            }
            Files.write(file, whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM at all",
                "-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nMAAwAA==\n-----END CERTIFICATE-----\n"
            })
    void filesThatAreNone(String text) throws Exception {
        open(KeyType.EC, Optional.empty());
        for (Path file : new Path[] {certificate(), key()}) {
            byte[] whole = Files.readAllBytes(file);
            Files.writeString(file, text);
            assertThatThrownBy(() -> open(dir, Optional.empty()))
                    .isInstanceOf(SigningException.class)
                    .hasMessageStartingWith(file + ": ");
            Files.write(file, whole);
        }
    }

    @Test
    void hugeFilesAreNotRead() throws Exception {
        open(KeyType.EC, Optional.empty());
        Files.write(certificate(), new byte[(1 << 20) + 1]);
        assertFault(Optional.empty(), certificate(), "has more than 1048576 bytes");
    }

    @Test
    void errorsDoNotTellSecrets() throws Exception {
        KeyPair pair = TestCertificate.EC;
        String key = pkcs8(pair);
        for (int cut = 30; cut < key.length() - 30; cut += 10) {
            write(CA.signer(NAME, pair).pem(), key.substring(0, cut) + "!" + key.substring(cut));
            SigningException fault = catchThrowableOfType(
                    SigningException.class, () -> Signer.open(files(Optional.empty()), Optional.empty()));
            assertThat(fault).as("at %s", cut).isNotNull().hasNoCause();
            assertThat(fault).message().doesNotContain(key.substring(cut, cut + 10));
        }
    }

    @Test
    void anInterruptedThreadReadsThemToo() {
        DevelopmentCa.init(dir).issue(NAME, KeyType.EC);
        Thread.currentThread().interrupt();
        try {
            assertThat(open(dir, Optional.empty()).pair().name()).isEqualTo(NAME);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    // ---- envelopes of others ----

    @Test
    void anotherSignatureIsReplacedAndAllElseKept() throws Exception {
        SigningPair pair = open(KeyType.ED25519, Optional.empty()).pair();
        String text = " {\"username\" : \"u\", \"topic\":\"t\",\"timestamp\":1,\"signature\":{\"x\":[1]},\"\\u00e9\":7,"
                + "\"certificate\":null, \"i\":1,\"msg\":{\"signature\":\"s\",\"crypto\":\"none\",\"certificate\":1},"
                + "\"msg_id\":\"2026-1\",\"crypto\":\"none\",\"\\n\":1,\"cr\":2,\"crypto2\":3,\"c\\u007f\":4,\"c\\u0001\":5}";
        byte[] signed = Resigning.sign(CanonicalJson.canonicalize(text.getBytes(StandardCharsets.UTF_8)), pair);
        assertThat(CanonicalJson.canonicalize(signed)).as("canonical").isEqualTo(signed);
        SignedText read = SignedText.of(signed);
        assertThat(read.holds()).isTrue();
        assertThat(read.envelope().get("crypto").textValue()).isEqualTo("x509-ed25519");
        assertThat(read.envelope().get("msg").toString())
                .as("the body's own members are its own")
                .isEqualTo("{\"certificate\":1,\"crypto\":\"none\",\"signature\":\"s\"}");
        assertThat(read.envelope().size()).isEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource
    void itIsTheSameWhetherSignedWhileWrittenOrLater(Algorithm algorithm) throws Exception {
        KeyType type = switch (algorithm) {
            case X509, X509_RS256 -> KeyType.RSA;
            case X509_ES256 -> KeyType.EC;
            case X509_ED25519 -> KeyType.ED25519;
        };
        Signer signer = open(type, Optional.of(algorithm));
        byte[] unsigned = ("{" + BEFORE + AFTER).getBytes(StandardCharsets.US_ASCII);
        assertThat(signer.sign(unsigned)).isEqualTo(spliced(signer.pair()));
        assertThat(signer.sign(signer.sign(unsigned))).isEqualTo(spliced(signer.pair()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"topic\":\"t\"}", "{\"i\":1,\"i\":1}"})
    void whatIsNoEnvelopeIsNotSigned(String text) {
        Signer signer = open(KeyType.EC, Optional.empty());
        assertThatThrownBy(() -> signer.sign(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidMessageException.class);
    }

    // ---- fixture ----

    private Path certificate() {
        return dir.resolve(NAME + ".crt");
    }

    private Path key() {
        return dir.resolve(NAME + ".key");
    }

    private SignerFiles files(Optional<Path> passphrase) {
        return new SignerFiles(certificate(), key(), passphrase);
    }

    private Signer open(KeyType type, Optional<Algorithm> algorithm) {
        DevelopmentCa.init(dir).issue(NAME, type);
        return open(dir, algorithm);
    }

    private static Signer open(Path dir, Optional<Algorithm> algorithm) {
        return Signer.open(
                new SignerFiles(dir.resolve(NAME + ".crt"), dir.resolve(NAME + ".key"), Optional.empty()), algorithm);
    }

    private Signer at(Instant now) {
        return Signer.open(
                files(Optional.empty()), Optional.empty(), Clock.fixed(now, ZoneOffset.UTC), System::nanoTime);
    }

    private void write(String certificate, String key) throws IOException {
        Files.writeString(certificate(), certificate);
        secret(NAME + ".key", key);
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertFault(Optional<Path> passphrase, Path file, String reason) {
        assertThatThrownBy(() -> Signer.open(files(passphrase), Optional.empty()))
                .isInstanceOf(SigningException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }

    private static PublicKey publicKey(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return new JcaPEMKeyConverter().getPublicKey((SubjectPublicKeyInfo) parser.readObject());
        }
    }

    private static String pkcs8(KeyPair pair) {
        return TestCertificate.pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static byte[] spliced(SigningPair pair) {
        return spliced(pair, BEFORE);
    }

    /** As an encoder does it. */
    static byte[] spliced(SigningPair pair, String before) {
        byte[] envelope = new byte[pair.openingLength() + before.length() + pair.signatureLength() + AFTER.length()];
        int at = pair.open(envelope);
        System.arraycopy(before.getBytes(StandardCharsets.US_ASCII), 0, envelope, at, before.length());
        int gap = at + before.length();
        System.arraycopy(
                AFTER.getBytes(StandardCharsets.US_ASCII), 0, envelope, gap + pair.signatureLength(), AFTER.length());
        return pair.sign(envelope, gap);
    }
}
