package org.busd.signing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A signed envelope, taken apart by Jackson and verified by the JDK: nothing in here is what signed it. */
record SignedText(ObjectNode envelope, X509Certificate certificate, boolean holds) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static SignedText of(byte[] text) throws IOException, GeneralSecurityException {
        ObjectNode envelope = (ObjectNode) MAPPER.readTree(text);
        ObjectNode signed = envelope.deepCopy();
        byte[] signature = base64(signed.remove("signature").textValue());
        byte[] pem = base64(signed.remove("certificate").textValue());
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        String algorithm = switch (envelope.get("crypto").textValue()) {
            case "x509" -> "SHA1withRSA";
            case "x509-rs256" -> "SHA256withRSA";
            case "x509-es256" -> "SHA256withECDSA";
            case "x509-ed25519" -> "Ed25519";
            default -> throw new AssertionError(envelope);
        };
        CanonicalGenerator canonical = new CanonicalGenerator(1 << 24);
        MAPPER.writeValue(canonical, signed);
        Signature check = Signature.getInstance(algorithm);
        check.initVerify(certificate);
        check.update(canonical.toByteArray());
        return new SignedText(envelope, certificate, check.verify(signature));
    }

    /** As Python breaks it: lines of 76, the last one ended too. */
    static byte[] base64(String lines) {
        byte[] bytes = Base64.getMimeDecoder().decode(lines);
        String again = Base64.getMimeEncoder(76, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes)
                + "\n";
        if (!again.equals(lines)) {
            throw new AssertionError("not broken into lines as Python does: " + lines);
        }
        return bytes;
    }
}
