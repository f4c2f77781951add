package org.busd.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A key that signatures are checked with, by the provider that was measured to be the fastest. Immutable and thread-safe.
 */
sealed interface SignerKey {
    /** Whether this kind of key makes such signatures. */
    boolean fits(Algorithm algorithm);

    /**
     * Whether the signature was made over these bytes by the other half of this key.
     *
     * @throws GeneralSecurityException if the signature is none
     */
    boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException;

    /** What kind of key it is, for people. */
    String kind();

    /**
     * The key in a certificate.
     *
     * @throws InvalidKeyException if it is of no kind that may sign messages; the message says what it is
     */
    static SignerKey of(X509Certificate certificate) throws InvalidKeyException {
        PublicKey key = certificate.getPublicKey();
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        AlgorithmIdentifier kind = info.getAlgorithm();
        if (kind.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption) && key instanceof RSAPublicKey rsa) {
            return Rsa.of(rsa);
        }
        if (kind.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && SECObjectIdentifiers.secp256r1.equals(kind.getParameters())) {
            return P256.of(info);
        }
        if (kind.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            return Ed.of(info.getPublicKeyData().getOctets());
        }
        throw new InvalidKeyException("is " + key.getAlgorithm() + " of a kind that signs no messages");
    }

    /** RSA: the JDK is as fast as any, and compares all of the padding. */
    record Rsa(RSAPublicKey key) implements SignerKey {
        private static final int LEAST_BITS = 2048;
        private static final int MOST_BITS = 8192;
        private static final int MOST_EXPONENT_BITS = 64;

        private static Rsa of(RSAPublicKey key) throws InvalidKeyException {
            int bits = key.getModulus().bitLength();
            if (bits < LEAST_BITS || bits > MOST_BITS) {
                throw new InvalidKeyException(
                        "has " + bits + " bits; RSA keys have " + LEAST_BITS + " to " + MOST_BITS);
            }
            BigInteger exponent = key.getPublicExponent();
            if (!exponent.testBit(0) || exponent.bitLength() < 2 || exponent.bitLength() > MOST_EXPONENT_BITS) {
                throw new InvalidKeyException("has a public exponent that no good key has");
            }
            return new Rsa(key);
        }

        @Override
        public boolean fits(Algorithm algorithm) {
            return algorithm == Algorithm.X509 || algorithm == Algorithm.X509_RS256;
        }

        @Override
        public boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException {
            Signature check = Signature.getInstance(algorithm == Algorithm.X509 ? "SHA1withRSA" : "SHA256withRSA");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        }

        @Override
        public String kind() {
            return "RSA";
        }
    }

    /** P-256: Bouncy Castle takes a fifth to a thirteenth of the JDK's time. */
    record P256(ECPublicKeyParameters key) implements SignerKey {
        private static P256 of(SubjectPublicKeyInfo info) throws InvalidKeyException {
            try {
                return new P256((ECPublicKeyParameters) PublicKeyFactory.createKey(info));
            } catch (java.io.IOException | IllegalArgumentException e) {
                throw new InvalidKeyException("is no point on P-256", e);
            }
        }

        @Override
        public boolean fits(Algorithm algorithm) {
            return algorithm == Algorithm.X509_ES256;
        }

        @Override
        public boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) throws GeneralSecurityException {
            BigInteger[] parts;
            try {
                // Takes only the very DER that it would write itself.
                parts = StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
            } catch (java.io.IOException | RuntimeException e) {
                return false;
            }
            ECDSASigner check = new ECDSASigner();
            check.init(false, key);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(signed);
            return check.verifySignature(digest, parts[0], parts[1]);
        }

        @Override
        public String kind() {
            return "P-256";
        }
    }

    /** Ed25519: Bouncy Castle takes an eighth of the JDK's time. */
    record Ed(Ed25519PublicKeyParameters key) implements SignerKey {
        private static Ed of(byte[] point) throws InvalidKeyException {
            // A point of small order makes signatures that hold for any message.
            if (point.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(point, 0)) {
                throw new InvalidKeyException("is no good point for Ed25519");
            }
            return new Ed(new Ed25519PublicKeyParameters(point, 0));
        }

        @Override
        public boolean fits(Algorithm algorithm) {
            return algorithm == Algorithm.X509_ED25519;
        }

        @Override
        public boolean verifies(Algorithm algorithm, byte[] signed, byte[] signature) {
            return signature.length == Ed25519.SIGNATURE_SIZE
                    && key.verify(Ed25519.Algorithm.Ed25519, null, signed, 0, signed.length, signature, 0);
        }

        @Override
        public String kind() {
            return "Ed25519";
        }
    }
}
