package org.busd.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The kinds of keys that sign messages. */
public enum KeyType {
    /** RSA, made with 2048 bits: what fedmsg can verify. */
    RSA,
    /** The elliptic curve P-256. */
    EC,
    /** Ed25519 (RFC 8032). */
    ED25519;

    private static final int RSA_BITS = 2048;

    /** Makes a new pair. */
    KeyPair generate() {
        try {
            return switch (this) {
                case RSA -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(RSA_BITS);
                    yield generator.generateKeyPair();
                }
                case EC -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    yield generator.generateKeyPair();
                }
                case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make keys of the type " + this, e);
        }
    }
}
