package org.busd.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that somebody has made to get past the verifier, or to bring it down. */
class HostileMessagesTest {
    private static final String NAME = "orders-app01.example.org";

    private final TestCertificate authority = TestCertificate.authority("test CA");
    private final TestCertificate signer = authority.signer(NAME, TestCertificate.EC);

    @TempDir
    private Path dir;

    private Verifier verifier;

    @BeforeEach
    void trust() throws IOException {
        Path ca = Files.writeString(dir.resolve("ca.crt"), authority.pem());
        verifier = Verifier.builder(TrustStore.open(ca, Optional.empty())).build();
    }

    private void isInvalid(byte[] message, Reason... allowed) {
        Verdict verdict = verifier.verify(message);
        if (verdict instanceof Verdict.Invalid invalid) {
            assertThat(invalid.reason()).as(invalid.detail()).isIn((Object[]) allowed);
        } else {
            fail("valid: " + new String(message, UTF_8));
        }
    }

    private byte[] message() {
        return TestMessage.signed(signer, Algorithm.X509_ES256);
    }

    /**
     * All 255 other values of every byte, but for those that are no letters of base64 within its texts: these are one case,
     * whatever they are, and are tried at every fortieth place. A change that is not noticed must be none: what was signed is
     * to be the same, and so is the certificate. With RSA throughout, which is the quickest to check; how the text and the
     * certificate are read is the same for all.
     */
    @Test
    void everySingleChangedByteIsNoticed() throws Exception {
        TestCertificate rsa =
                TestCertificate.authority("CN=RSA", TestCertificate.RSA).make();
        Path ca = Files.writeString(dir.resolve("rsa.crt"), rsa.pem());
        verifier = Verifier.builder(TrustStore.open(ca, Optional.empty())).build();
        byte[] good = TestMessage.signed(rsa.signer(NAME, TestCertificate.RSA), Algorithm.X509_RS256);
        assertNoticed(good, 0, good.length);
    }

    /** The same of the signature, for each algorithm: how that is read is its own. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void everySingleChangedByteOfASignatureIsNoticed(Algorithm algorithm) throws Exception {
        byte[] good = TestMessage.signed(authority.signer(NAME, TestMessage.pairFor(algorithm)), algorithm);
        int from = new String(good, US_ASCII).indexOf("\"signature\":");
        assertNoticed(good, from, new String(good, US_ASCII).indexOf("\"timestamp\":", from));
    }

    private void assertNoticed(byte[] good, int from, int to) throws Exception {
        assertThat(verifier.verify(good)).isEqualTo(new Verdict.Valid(NAME));
        String content = contents(good);
        List<String> unnoticed = IntStream.range(from, to)
                .parallel()
                .boxed()
                .flatMap(at -> unnoticed(good, at, content))
                .toList();
        assertThat(unnoticed).isEmpty();
    }

    private Stream<String> unnoticed(byte[] good, int at, String content) {
        List<String> found = new ArrayList<>();
        byte[] changed = good.clone();
        boolean letters = at % 40 != 0 && isInBase64(good, at);
        for (int value = 0; value < 256; value++) {
            changed[at] = (byte) value;
            if (changed[at] != good[at]
                    && (!letters || isOfBase64(value))
                    && verifier.verify(changed).isValid()
                    && !isSame(changed, content)) {
                found.add("byte " + at + " changed to " + value);
            }
        }
        return found.stream();
    }

    /** Whether it is between the quotes of {@code certificate} or {@code signature}, and none of a line break's two. */
    private static boolean isInBase64(byte[] message, int at) {
        String text = new String(message, US_ASCII);
        for (String member : List.of("\"certificate\":\"", "\"signature\":\"")) {
            int from = text.indexOf(member) + member.length();
            if (at >= from && at < text.indexOf('"', from)) {
                return text.charAt(at) != '\\' && text.charAt(at - 1) != '\\';
            }
        }
        return false;
    }

    /** What may stand in a text of base64 in JSON, or end it. */
    private static boolean isOfBase64(int value) {
        return (value < 128 && Character.isLetterOrDigit(value)) || "+/=\\\" ".indexOf(value) >= 0;
    }

    private static boolean isSame(byte[] message, String content) {
        try {
            return contents(message).equals(content);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyLostAndEveryDoubledByteIsNoticed() throws Exception {
        byte[] good = message();
        String content = contents(good);
        for (int at = 0; at < good.length; at++) {
            byte[] lost = new byte[good.length - 1];
            System.arraycopy(good, 0, lost, 0, at);
            System.arraycopy(good, at + 1, lost, at, good.length - at - 1);
            byte[] doubled = new byte[good.length + 1];
            System.arraycopy(good, 0, doubled, 0, at + 1);
            System.arraycopy(good, at, doubled, at + 1, good.length - at);
            for (byte[] changed : List.of(lost, doubled, Arrays.copyOf(good, at))) {
                if (verifier.verify(changed).isValid()) {
                    assertThat(contents(changed)).isEqualTo(content);
                }
            }
        }
    }

    /** What was signed, the signature and the certificate; not how these two are written. */
    private static String contents(byte[] message) throws Exception {
        byte[] canonical = CanonicalJson.canonicalize(message);
        ObjectNode envelope = TestMessage.tree(canonical);
        envelope.put("signature", envelope.get("signature").textValue().replace("\n", ""));
        byte[] pem = Base64.getMimeDecoder().decode(envelope.get("certificate").textValue());
        envelope.put(
                "certificate", PemBlocks.read(new String(pem, UTF_8)).get(0).der());
        return new String(TestMessage.canonical(envelope), US_ASCII);
    }

    // ---- the two texts ----

    private byte[] with(String member, UnaryOperator<String> change) {
        return with(message(), member, change);
    }

    private static byte[] with(byte[] message, String member, UnaryOperator<String> change) {
        ObjectNode envelope = TestMessage.tree(message);
        envelope.put(member, change.apply(envelope.get(member).textValue()));
        return TestMessage.canonical(envelope);
    }

    @Test
    void unbrokenTextsAreTakenAndSoAreOtherLines() {
        assertThat(verifier.verify(with("signature", text -> text.replace("\n", "")))
                        .isValid())
                .isTrue();
        assertThat(verifier.verify(with("certificate", text -> text.replace("\n", "")))
                        .isValid())
                .isTrue();
        assertThat(verifier.verify(with("certificate", text -> text.replaceAll("(.{10})", "$1\n")))
                        .isValid())
                .isTrue();
    }

    static Stream<UnaryOperator<String>> spoilers() {
        return Stream.of(
                text -> "",
                text -> "\n",
                text -> "=",
                text -> text.substring(1),
                text -> text.substring(0, text.length() / 2),
                text -> text.replace("=", ""),
                text -> text.trim() + "=",
                text -> text.trim() + "A",
                text -> text.trim() + "AAAA",
                text -> " " + text,
                text -> text.replace("\n", "\r\n"),
                text -> text.replace('A', '-'),
                text -> text.replace('A', '\u00e4'),
                text -> text.replace('A', '\u0000'),
                text -> text + text,
                text -> "QUJD".repeat(1_000_000),
                text -> "\n".repeat(1_000_000) + "A");
    }

    @ParameterizedTest
    @MethodSource("spoilers")
    void spoiltTextsAreInvalid(UnaryOperator<String> spoiler) {
        byte[] good = message();
        byte[] signature = with(good, "signature", spoiler);
        if (!Arrays.equals(good, signature)) { // not all are padded
            isInvalid(signature, Reason.BAD_SIGNATURE);
        }
        byte[] certificate = with(good, "certificate", spoiler);
        if (!Arrays.equals(good, certificate)) {
            isInvalid(certificate, Reason.UNTRUSTED);
        }
    }

    @Test
    void baseSixtyFourWithBitsThatMeanNothingIsInvalid() {
        byte[] signature = TestMessage.signature(new byte[1], TestCertificate.EC, Algorithm.X509_ES256);
        assertThat(Base64Lines.of(Base64.getEncoder().encodeToString(signature)))
                .isEqualTo(signature);
        assertThat(Base64Lines.of("QQ==")).isEqualTo(new byte[] {'A'});
        assertThat(Base64Lines.of("QR==")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "true", "[]", "{}", "[\"a\"]", "{\"a\":\"b\"}", "1.5"})
    void membersThatAreNoTextsAreInvalid(String json) throws Exception {
        var value = TestMessage.MAPPER.readTree(json);
        ObjectNode envelope = TestMessage.tree(message());
        isInvalid(TestMessage.canonical(envelope.deepCopy().set("signature", value)), Reason.BAD_SIGNATURE);
        isInvalid(TestMessage.canonical(envelope.deepCopy().set("certificate", value)), Reason.UNTRUSTED);
        isInvalid(TestMessage.canonical(envelope.deepCopy().set("crypto", value)), Reason.UNSUPPORTED_CRYPTO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X509", "x509 ", "x509-RS256", "none", "x509-es256\n", "\u0000", "gpg", "x509\u200b"})
    void otherWordsForCryptoAreInvalid(String word) {
        isInvalid(with("crypto", any -> word), Reason.UNSUPPORTED_CRYPTO);
    }

    @Test
    void aSignatureMadeForAnotherAlgorithmIsInvalid() {
        TestCertificate rsa = authority.signer(NAME, TestCertificate.RSA);
        ObjectNode envelope = TestMessage.tree(TestMessage.signed(rsa, Algorithm.X509_RS256));
        envelope.put("crypto", "x509");
        isInvalid(TestMessage.canonical(envelope), Reason.BAD_SIGNATURE);
        envelope.remove("crypto");
        isInvalid(TestMessage.canonical(envelope), Reason.BAD_SIGNATURE);
    }

    @Test
    void anotherSignersCertificateIsInvalid() {
        TestCertificate other = authority.signer("billing.example.org", TestCertificate.ec());
        byte[] swapped =
                with("certificate", any -> TestMessage.lines(other.pem().getBytes(US_ASCII)));
        isInvalid(swapped, Reason.BAD_SIGNATURE);
    }

    // ---- raw and parsed form ----

    static Stream<UnaryOperator<String>> twoFaces() {
        return Stream.of(
                text -> text.replace("\"i\":1,", "\"i\":1,\"i\":2,"),
                text -> text.replace("\"i\":1,", "\"i\":2,\"i\":1,"),
                text -> text.replace("\"i\":1,", "\"i\":1,\"\\u0069\":2,"),
                text -> text.replace("{\"id\":\"A-7\"", "{\"id\":\"B-8\",\"id\":\"A-7\""),
                text -> text.replace("{\"id\":\"A-7\"", "{\"id\":\"A-7\",\"\\u0069d\":\"B-8\""),
                text -> text.replace("\"crypto\":", "\"crypto\":\"x509\",\"crypto\":"),
                text -> text.replace("\"signature\":", "\"signature\":\"\",\"signature\":"),
                text -> text.replace("12.5", "12.500000000000001"),
                text -> text.replace("12.5", "\"12.5\""),
                text -> text.replace("12.5", "012.5"),
                text -> text.replace("\"i\":1,", "\"i\":1.0,"),
                text -> text.replace("gr\\u00fcn", "gr\\u00fcn\\u200b"),
                text -> text.replace("gr\\u00fcn", "gru\\u0308n"),
                text -> text.replace("gr\\u00fcn", "gr\\ud800n"),
                text -> "\ufeff" + text,
                text -> text + "\u0000",
                text -> text + text,
                text -> text + "//",
                text -> "[" + text + "]");
    }

    @ParameterizedTest
    @MethodSource("twoFaces")
    void textThatOthersMightReadOtherwiseIsInvalid(UnaryOperator<String> change) {
        String good = new String(message(), US_ASCII);
        String changed = change.apply(good);
        assertThat(changed).isNotEqualTo(good);
        isInvalid(changed.getBytes(UTF_8), Reason.NOT_JSON, Reason.BAD_ENVELOPE, Reason.BAD_SIGNATURE);
    }

    @Test
    void ofTextInAnotherFormTheBodyHandedOnIsTheCanonicalOneThatWasVerified() throws Exception {
        String good = new String(message(), US_ASCII);
        String other = " "
                + good.replace("gr\\u00fcn", "gr\u00fcn")
                        .replace("12.5", "1.25e1")
                        .replace("{", "{ ");
        EnvelopeText text = EnvelopeText.read(other.getBytes(UTF_8));
        assertThat(verifier.verify(text)).isEqualTo(new Verdict.Valid(NAME));
        assertThat(new String(text.canonical(), US_ASCII)).isEqualTo(good);
        assertThat(new String(text.canonical(), text.bodyFrom(), text.bodyLength(), US_ASCII))
                .isEqualTo("{\"id\":\"A-7\",\"note\":\"gr\\u00fcn\",\"total\":12.5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"b\":1,\"a\":{\"x\":[{\"b\":0,\"a\":1,\"b\":1}]},\"b\":2}",
                "[{\"a\":1,\"\\u0061\":1}]"
            })
    void aNameTwiceInAnObjectIsABadEnvelopeUnlessTheRestIsNoJson(String twice) {
        isInvalid(twice.getBytes(US_ASCII), Reason.BAD_ENVELOPE);
        isInvalid((twice + "}").getBytes(US_ASCII), Reason.NOT_JSON);
        isInvalid(("[" + twice + ",]").getBytes(US_ASCII), Reason.NOT_JSON);
        isInvalid(("[" + twice + "," + "[".repeat(500) + "]".repeat(501)).getBytes(US_ASCII), Reason.NOT_JSON);
    }

    // ---- size and depth ----

    @Test
    void tenThousandNestedArraysAreInvalid() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        isInvalid(deep.getBytes(US_ASCII), Reason.NOT_JSON);
        String inside = new String(message(), US_ASCII).replace("12.5", deep);
        isInvalid(inside.getBytes(US_ASCII), Reason.NOT_JSON);
        isInvalid("[".repeat(5_000_000).getBytes(US_ASCII), Reason.NOT_JSON);
        isInvalid("{\"a\":".repeat(1_000_000).getBytes(US_ASCII), Reason.NOT_JSON);
    }

    @Test
    void nothingButVerdictsComesOutOfSpoiltMessages() {
        Random random = Seed.random("HostileMessagesTest.nothingButVerdictsComesOutOfSpoiltMessages");
        RandomTexts texts = new RandomTexts(random);
        byte[] good = message();
        for (int i = 0; i < Seed.trees(); i++) {
            byte[] spoilt = good;
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                spoilt = texts.mutate(spoilt);
            }
            assertThat(verifier.verify(spoilt)).isNotNull();
            assertThat(verifier.verify(texts.text())).isInstanceOf(Verdict.Invalid.class);
        }
    }

    /** Signed honestly, written oddly: what the quick look knows and what only the slow way does must agree. */
    @Test
    void bothWaysOverTheBytesAgree() throws Exception {
        Random random = Seed.random("HostileMessagesTest.bothWaysOverTheBytesAgree");
        RandomTexts texts = new RandomTexts(random);
        TestCertificate quick = authority.signer(NAME, TestCertificate.ED25519);
        int valid = 0;
        for (int i = 0; i < 500; i++) {
            ObjectNode envelope = TestMessage.envelope();
            byte[] body = texts.text();
            try {
                body = CanonicalJson.canonicalize(body);
            } catch (MalformedJsonException e) {
                continue;
            }
            String signed = new String(TestMessage.canonical(envelope.put("crypto", "x509-ed25519")), US_ASCII)
                    .replace("{\"id\":\"A-7\",\"note\":\"gr\\u00fcn\",\"total\":12.5}", new String(body, US_ASCII));
            byte[] whole;
            try {
                whole = CanonicalJson.canonicalize(signed.getBytes(US_ASCII));
            } catch (MalformedJsonException tooDeep) {
                continue;
            }
            byte[] signature = TestMessage.signature(whole, quick.pair(), Algorithm.X509_ED25519);
            String text = "{\"certificate\":\""
                    + Base64.getEncoder().encodeToString(quick.pem().getBytes(US_ASCII))
                    + "\","
                    + new String(whole, US_ASCII)
                            .substring(1)
                            .replace(
                                    ",\"timestamp\":",
                                    ",\"signature\":\"" + Base64.getEncoder().encodeToString(signature)
                                            + "\",\"timestamp\":");
            if (text.split(",\"timestamp\":", -1).length != 2) {
                continue;
            }
            assertThat(verifier.verify(text.getBytes(US_ASCII))).isEqualTo(new Verdict.Valid(NAME));
            String other = "\n" + text.replace("\"crypto\":\"x509-ed25519\"", "\"crypto\" : \"x50\\u0039-ed25519\"");
            assertThat(verifier.verify(other.getBytes(US_ASCII))).isEqualTo(new Verdict.Valid(NAME));
            byte[] spoilt = texts.mutate(text.getBytes(US_ASCII));
            byte[] spaced = Arrays.copyOf(spoilt, spoilt.length + 1);
            spaced[spoilt.length] = ' ';
            assertThat(verifier.verify(spaced).isValid())
                    .isEqualTo(verifier.verify(spoilt).isValid());
            valid++;
        }
        assertThat(valid).isGreaterThan(50);
    }

    @Test
    void aMessageOfTenMegabytesIsVerified() {
        ObjectNode envelope = TestMessage.envelope().put("filling", "x".repeat(10_000_000));
        byte[] message = TestMessage.signed(envelope, signer, Algorithm.X509_ES256);
        assertThat(verifier.verify(message)).isEqualTo(new Verdict.Valid(NAME));
    }

    @Test
    void whatGoesWrongInsideIsInvalid() throws Exception {
        EnvelopeText broken = EnvelopeText.read(message());
        Arrays.fill(broken.canonical(), (byte) '"'); // nobody may: it makes the reader run past the end
        assertThat(verifier.verify(broken)).isInstanceOf(Verdict.Invalid.class);
        Verifier clockless = Verifier.builder(TrustStore.open(dir.resolve("ca.crt"), Optional.empty()))
                .clock(new FailingClock())
                .maxAge(Duration.ofDays(1))
                .build();
        FailingClock.broken = true;
        try {
            assertThat(clockless.verify(message())).isInstanceOf(Verdict.Invalid.class);
        } finally {
            FailingClock.broken = false;
        }
    }

    private static final class FailingClock extends java.time.Clock {
        private static volatile boolean broken;

        @Override
        public java.time.Instant instant() {
            if (broken) {
                throw new StackOverflowError();
            }
            return java.time.Instant.now();
        }

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public java.time.Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
