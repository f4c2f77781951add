package org.busd.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;

/**
 * One certificate and its key: what a message is signed with. It writes its members straight into the envelope, so that
 * what is signed is not encoded again:
 * <code>{"certificate":"…","crypto":"…",</code> stands at the beginning, {@code ,"signature":"…"} after {@code msg_id}.
 *
 * <p>Immutable and thread-safe.
 */
public final class SigningPair {
    private static final byte[] CERTIFICATE = ascii("{\"certificate\":\"");
    private static final byte[] SIGNATURE = ascii(",\"signature\":\"");

    private final Algorithm algorithm;
    private final String name;
    private final Instant begin;
    private final Instant end;
    private final SigningKey key;
    private final byte[] certificatePem;
    private final byte[] opening;
    private final int signedFrom;

    SigningPair(Algorithm algorithm, String name, Instant begin, Instant end, SigningKey key, byte[] certificatePem) {
        this.algorithm = algorithm;
        this.name = name;
        this.begin = begin;
        this.end = end;
        this.key = key;
        this.certificatePem = certificatePem;
        byte[] crypto = ascii("\"crypto\":\"" + algorithm.crypto() + "\",");
        int certificate = BrokenBase64.length(certificatePem.length);
        this.opening = new byte[CERTIFICATE.length + certificate + 2 + crypto.length];
        int at = put(CERTIFICATE, opening, 0);
        at = BrokenBase64.put(certificatePem, opening, at);
        opening[at++] = '"';
        opening[at++] = ',';
        this.signedFrom = at;
        int ignored = put(crypto, opening, at);
    }

    /**
     * How it signs.
     *
     * @return the value of {@code crypto}
     */
    public Algorithm algorithm() {
        return algorithm;
    }

    /**
     * The common name in the certificate, by which verifiers know the signer.
     *
     * @return for example {@code orders-app01.example.org}
     */
    public String name() {
        return name;
    }

    /**
     * From when on the certificate is good.
     *
     * @return its first moment
     */
    public Instant begin() {
        return begin;
    }

    /**
     * Until when the certificate is good.
     *
     * @return its last moment
     */
    public Instant end() {
        return end;
    }

    /** Whether it is the same certificate. */
    boolean isCertifiedAs(SigningPair other) {
        return Arrays.equals(certificatePem, other.certificatePem);
    }

    /** The member {@code "certificate":"…"}. */
    byte[] certificateMember() {
        return Arrays.copyOfRange(opening, 1, signedFrom - 1);
    }

    /** The member {@code "crypto":"…"}. */
    byte[] cryptoMember() {
        return Arrays.copyOfRange(opening, signedFrom, opening.length - 1);
    }

    /** The member {@code "signature":"…"} for canonical text without it and the certificate, but with {@code crypto}. */
    byte[] signatureMember(byte[] canonical) {
        byte[] signature = signature(canonical, 1, canonical.length, canonical.length);
        byte[] member = new byte[SIGNATURE.length + BrokenBase64.length(signature.length)];
        System.arraycopy(SIGNATURE, 1, member, 0, SIGNATURE.length - 1);
        member[BrokenBase64.put(signature, member, SIGNATURE.length - 1)] = '"';
        return member;
    }

    /**
     * How long the beginning of a signed envelope is.
     *
     * @return bytes
     */
    public int openingLength() {
        return opening.length;
    }

    /**
     * Writes the beginning of a signed envelope: the brace, {@code certificate} and {@code crypto}, a comma.
     *
     * @param envelope where the envelope is being written, from its first byte on
     * @return the index where {@code "i":…} has to follow
     */
    public int open(byte[] envelope) {
        return put(opening, envelope, 0);
    }

    /**
     * How long {@code ,"signature":"…"} is at most, and nearly always.
     *
     * @return bytes
     */
    public int signatureLength() {
        return SIGNATURE.length + BrokenBase64.length(key.mostBytes()) + 1;
    }

    /**
     * Signs an envelope that is complete but for the signature, and writes that into the gap left for it.
     *
     * @param envelope begun with {@link #open}; canonical JSON, if the gap is left out
     * @param gap where the gap of {@link #signatureLength} bytes begins
     * @return the signed envelope: the same array, or a shorter copy where the signature is shorter than it may be
     */
    public byte[] sign(byte[] envelope, int gap) {
        int rest = gap + signatureLength();
        byte[] signature = signature(envelope, signedFrom, gap, rest);
        int at = put(SIGNATURE, envelope, gap);
        at = BrokenBase64.put(signature, envelope, at);
        envelope[at++] = '"';
        if (at == rest) {
            return envelope;
        }
        byte[] shorter = Arrays.copyOf(envelope, envelope.length - (rest - at));
        System.arraycopy(envelope, rest, shorter, at, envelope.length - rest);
        return shorter;
    }

    private byte[] signature(byte[] text, int from, int gap, int rest) {
        try {
            return key.sign(text, from, gap, rest);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException("cannot sign as " + name + " with a key that could when it was read", e);
        }
    }

    private static int put(byte[] bytes, byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
