package org.busd.signing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Writes PEM (RFC 7468). */
final class PemText {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String CRL = "X509 CRL";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private PemText() {}

    static byte[] of(String type, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(type, der));
        } catch (IOException e) {
            throw new UncheckedIOException("our own mistake: PEM is written into memory", e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
