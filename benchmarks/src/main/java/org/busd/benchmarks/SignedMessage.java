package org.busd.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import org.busd.signing.Algorithm;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.InvalidMessageException;
import org.busd.signing.KeyType;
import org.busd.signing.Signer;
import org.busd.signing.SignerFiles;
import org.busd.signing.TrustStore;
import org.busd.signing.Verifier;

/**
 * A message of a certain size with whom to sign and to verify it, by an authority of its own, whose files go when it is
 * closed.
 *
 * @param plain what is signed: the envelope with {@code crypto}, canonical
 * @param signed all of it
 * @param signature what the bare call makes of {@code plain}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SignedMessage(
        Path dir,
        Signer signer,
        Verifier verifier,
        BareKeys bare,
        byte[] topic,
        byte[] plain,
        byte[] signed,
        byte[] signature)
        implements AutoCloseable {
    private static final String TOPIC = "org.example.prod.orders.order.created";

    /**
     * Makes one.
     *
     * @param bodyBytes how long the text in its body is
     */
    static SignedMessage of(Algorithm algorithm, int bodyBytes)
            throws IOException, GeneralSecurityException, InvalidMessageException {
        Path dir = Files.createTempDirectory("busd-benchmark-");
        DevelopmentCa ca = DevelopmentCa.init(dir);
        DevelopmentCa.Issued pair = ca.issue("orders-app01.example.org", keyType(algorithm));
        Signer signer =
                Signer.open(new SignerFiles(pair.certificate(), pair.key(), Optional.empty()), Optional.of(algorithm));
        Verifier verifier = Verifier.builder(TrustStore.open(ca.certificate(), Optional.of(ca.crl())))
                .build();
        BareKeys bare = BareKeys.of(pair, algorithm);
        byte[] plain = ascii("{\"crypto\":\"" + algorithm.crypto() + "\",\"i\":1234,\"msg\":{\"text\":\""
                + "x".repeat(bodyBytes)
                + "\"},\"msg_id\":\"2026-883719f1-f037-44bb-bb28-61fcc4d92efc\",\"timestamp\":1795437252,\"topic\":\""
                + TOPIC + "\",\"username\":\"orders\"}");
        SignedMessage message = new SignedMessage(
                dir, signer, verifier, bare, ascii(TOPIC), plain, signer.sign(plain), bare.sign(plain));
        message.check();
        return message;
    }

    boolean isValid(byte[] envelope) {
        return verifier.verify(topic, envelope).isValid();
    }

    /** Where the first member after {@code crypto} begins in {@link #plain}. */
    int afterCrypto() {
        return indexOf("\"i\":");
    }

    /** Where words are in {@link #plain}, which is ASCII. */
    int indexOf(String words) {
        return new String(plain, StandardCharsets.US_ASCII).indexOf(words);
    }

    /** The signed envelope as Python's json writes it unless told otherwise. */
    byte[] spaced() {
        return ascii(new String(signed, StandardCharsets.US_ASCII)
                .replace("\":", "\": ")
                .replace(",\"", ", \""));
    }

    private void check() throws GeneralSecurityException {
        if (!verifier.verify(topic, signed).isValid() || !bare.verify(plain, signature)) {
            throw new IllegalStateException("what was signed is not valid: " + verifier.verify(topic, signed));
        }
    }

    private static KeyType keyType(Algorithm algorithm) {
        return switch (algorithm) {
            case X509, X509_RS256 -> KeyType.RSA;
            case X509_ES256 -> KeyType.EC;
            case X509_ED25519 -> KeyType.ED25519;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(dir);
    }
}
