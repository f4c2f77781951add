package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signatures that fedmsg made hold over our canonical bytes, and over no others. */
class InteropVectorsTest {
    /** Spoilt after signing, as opposed to well signed by the wrong one. */
    private static final Set<String> SPOILT = Set.of("tamper-body", "tamper-topic", "tamper-i", "crypto-missing");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    record Vector(String name, boolean valid, String envelope) {
        byte[] text() {
            return envelope.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> all() throws IOException {
        try (InputStream lines = InteropVectorsTest.class.getResourceAsStream("/interop/fedmsg-signed.jsonl")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().map(InteropVectorsTest::vector).toList().stream();
        }
    }

    private static Vector vector(String line) {
        try {
            JsonNode vector = MAPPER.readTree(line);
            return new Vector(
                    vector.get("name").textValue(),
                    vector.get("expect").textValue().equals("valid"),
                    vector.get("text").textValue());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Vector> valid() throws IOException {
        return all().filter(Vector::valid);
    }

    static Stream<Vector> json() throws IOException {
        return all().filter(v -> !v.name().equals("not-json"));
    }

    static Stream<Vector> spoilt() throws IOException {
        return all().filter(v -> SPOILT.contains(v.name()));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void theSignatureHoldsOverTheCanonicalEnvelope(Vector vector) throws Exception {
        assertThat(signatureHolds(vector)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("spoilt")
    void theSignatureDoesNotHoldOverASpoiltEnvelope(Vector vector) throws Exception {
        assertThat(signatureHolds(vector)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("json")
    void canonicalTextStaysAsItIs(Vector vector) throws Exception {
        byte[] canonical = CanonicalJson.canonicalize(vector.text());
        assertThat(CanonicalJson.canonicalize(canonical)).isEqualTo(canonical);
        if (vector.name().startsWith("body-")) {
            assertThat(canonical).as("as the reference implementation sent it").isEqualTo(vector.text());
        }
        if (CanonicalJson.isCanonical(vector.text(), 0, vector.text().length)) {
            assertThat(canonical).isEqualTo(vector.text());
        } else {
            assertThat(vector.name())
                    .as("not recognised at once")
                    .matches("reencoded-.*|random-.*|body-cjk|not-object");
        }
    }

    @Test
    void truncatedTextIsRefused() throws Exception {
        Vector truncated =
                all().filter(v -> v.name().equals("not-json")).findFirst().orElseThrow();
        assertThatThrownBy(() -> CanonicalJson.canonicalize(truncated.text()))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("byte 13: expected ',' or '}', found the end");
    }

    private static boolean signatureHolds(Vector vector) throws Exception {
        byte[] canonical = CanonicalJson.canonicalize(vector.text());
        ObjectNode envelope = (ObjectNode) MAPPER.readTree(canonical);
        byte[] signature =
                Base64.getMimeDecoder().decode(envelope.remove("signature").textValue());
        byte[] pem =
                Base64.getMimeDecoder().decode(envelope.remove("certificate").textValue());
        CanonicalGenerator signed = new CanonicalGenerator(1 << 20);
        MAPPER.writeValue(signed, envelope);
        assertThat(signed.toByteArray()).isEqualTo(cut(canonical));
        return verify(pem, signed.toByteArray(), signature);
    }

    private static byte[] cut(byte[] canonical) {
        return new String(canonical, StandardCharsets.US_ASCII)
                .replaceFirst("\"certificate\":\"[^\"]*\",", "")
                .replaceFirst("\"signature\":\"[^\"]*\",", "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean verify(byte[] pem, byte[] signed, byte[] signature) throws GeneralSecurityException {
        Certificate certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        Signature rsa = Signature.getInstance("SHA1withRSA");
        rsa.initVerify(certificate.getPublicKey());
        rsa.update(signed);
        return rsa.verify(signature);
    }
}
