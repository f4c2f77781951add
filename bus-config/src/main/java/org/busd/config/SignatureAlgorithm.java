package org.busd.config;

/** The ways to sign a message, as its {@code crypto} field names them. */
public enum SignatureAlgorithm {
    /** RSA with SHA-1: only for talking to fedmsg. */
    X509,
    /** RSA with SHA-256. */
    X509_RS256,
    /** ECDSA on P-256 with SHA-256. */
    X509_ES256,
    /** Ed25519. */
    X509_ED25519;

    /**
     * The word in settings and in a message's {@code crypto} field.
     *
     * @return for example {@code x509-es256}
     */
    public String word() {
        return Choice.word(this);
    }
}
