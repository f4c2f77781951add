package org.busd.signing;

import java.util.Arrays;
import java.util.Optional;

/** How a message is signed, as its member {@code crypto} names it. */
public enum Algorithm {
    /** RSA PKCS#1 v1.5 with SHA-1: fedmsg's, and only for talking to it. */
    X509("x509"),
    /** RSA PKCS#1 v1.5 with SHA-256. */
    X509_RS256("x509-rs256"),
    /** ECDSA on P-256 with SHA-256, the signature in DER. */
    X509_ES256("x509-es256"),
    /** Ed25519 (RFC 8032). */
    X509_ED25519("x509-ed25519");

    private final String crypto;

    Algorithm(String crypto) {
        this.crypto = crypto;
    }

    /**
     * The word in a message's member {@code crypto}, and in settings.
     *
     * @return for example {@code x509-es256}
     */
    public String crypto() {
        return crypto;
    }

    /**
     * The algorithm that a word stands for, compared exactly.
     *
     * @param crypto any
     * @return the algorithm; empty if the word stands for none
     */
    public static Optional<Algorithm> ofCrypto(String crypto) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.crypto.equals(crypto))
                .findFirst();
    }
}
