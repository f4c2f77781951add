package org.busd.signing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;

/** Envelopes, signed as fedmsg signs them; by code of the tests' own, so that two have to agree. */
final class TestMessage {
    static final String TOPIC = "org.example.dev.orders.order.created";
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(76, "\n".getBytes(StandardCharsets.US_ASCII));

    private TestMessage() {}

    static ObjectNode envelope() {
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.put("i", 1);
        envelope.put("msg_id", "2026-" + UUID.randomUUID());
        envelope.put("timestamp", System.currentTimeMillis() / 1000);
        envelope.put("topic", TOPIC);
        envelope.put("username", "ada");
        envelope.putObject("msg").put("id", "A-7").put("note", "gr\u00fcn").put("total", 12.5);
        return envelope;
    }

    static byte[] signed(TestCertificate signer, Algorithm algorithm) {
        return signed(envelope(), signer, algorithm);
    }

    static byte[] signed(ObjectNode envelope, TestCertificate signer, Algorithm algorithm) {
        envelope.put("crypto", algorithm.crypto());
        byte[] signature = signature(canonical(envelope), signer.pair(), algorithm);
        return with(envelope, lines(signer.pem().getBytes(StandardCharsets.US_ASCII)), lines(signature));
    }

    /** The envelope with these two members, canonical. */
    static byte[] with(ObjectNode envelope, String certificate, String signature) {
        ObjectNode whole = envelope.deepCopy();
        whole.put("certificate", certificate);
        whole.put("signature", signature);
        return canonical(whole);
    }

    static String lines(byte[] bytes) {
        return LINES.encodeToString(bytes) + "\n";
    }

    static byte[] canonical(ObjectNode envelope) {
        CanonicalGenerator out = new CanonicalGenerator(1 << 26);
        try {
            MAPPER.writeValue(out, envelope);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static byte[] signature(byte[] signed, KeyPair key, Algorithm algorithm) {
        String name = switch (algorithm) {
            case X509 -> "SHA1withRSA";
            case X509_RS256 -> "SHA256withRSA";
            case X509_ES256 -> "SHA256withECDSA";
            case X509_ED25519 -> "Ed25519";
        };
        try {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key.getPrivate());
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair pairFor(Algorithm algorithm) {
        return switch (algorithm) {
            case X509, X509_RS256 -> TestCertificate.RSA;
            case X509_ES256 -> TestCertificate.EC;
            case X509_ED25519 -> TestCertificate.ED25519;
        };
    }

    static ObjectNode tree(byte[] envelope) {
        try {
            return (ObjectNode) MAPPER.readTree(envelope);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
