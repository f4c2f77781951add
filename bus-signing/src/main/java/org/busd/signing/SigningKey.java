package org.busd.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * A private key, used by the provider that was measured to be the fastest for it; what is signed may lie in two places of
 * one array. Immutable and thread-safe.
 */
sealed interface SigningKey {
    /** Signs an opening brace and what stands in {@code text} from {@code from} to {@code gap} and from {@code rest} on. */
    byte[] sign(byte[] text, int from, int gap, int rest) throws GeneralSecurityException;

    /** How many bytes a signature has at most. */
    int mostBytes();

    /**
     * A key for one way of signing.
     *
     * @param modulusBytes the length of the modulus where the key is RSA
     * @throws GeneralSecurityException if the key is none, or none that makes such signatures
     */
    static SigningKey of(PrivateKeyInfo info, Algorithm algorithm, int modulusBytes) throws GeneralSecurityException {
        AsymmetricKeyParameter key;
        try {
            key = PrivateKeyFactory.createKey(info);
            if (key instanceof ECPrivateKeyParameters ec && algorithm == Algorithm.X509_ES256) {
                return new P256(ec);
            }
            if (key instanceof Ed25519PrivateKeyParameters ed && algorithm == Algorithm.X509_ED25519) {
                // Remembered by the key, so that it is not found out for each message.
                Object ignored = ed.generatePublicKey();
                return new Ed(ed);
            }
            if (key instanceof RSAKeyParameters && (algorithm == Algorithm.X509 || algorithm == Algorithm.X509_RS256)) {
                PrivateKey rsa =
                        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
                return new Rsa(rsa, algorithm == Algorithm.X509 ? "SHA1withRSA" : "SHA256withRSA", modulusBytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new GeneralSecurityException(e);
        }
        throw new GeneralSecurityException("a key of another kind");
    }

    /** RSA: nobody is faster than the JDK. */
    record Rsa(PrivateKey key, String algorithm, int mostBytes) implements SigningKey {
        @Override
        public byte[] sign(byte[] text, int from, int gap, int rest) throws GeneralSecurityException {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) '{');
            signature.update(text, from, gap - from);
            signature.update(text, rest, text.length - rest);
            return signature.sign();
        }
    }

    /** P-256: Bouncy Castle's own classes; the digest is the JDK's, for which processors have instructions. */
    record P256(ECPrivateKeyParameters key) implements SigningKey {
        @Override
        public byte[] sign(byte[] text, int from, int gap, int rest) throws GeneralSecurityException {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) '{');
            digest.update(text, from, gap - from);
            digest.update(text, rest, text.length - rest);
            // Of the key and the message (RFC 6979): no lock around a random number generator, and no bad luck with it.
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, key);
            BigInteger[] parts = signer.generateSignature(digest.digest());
            try {
                return StandardDSAEncoding.INSTANCE.encode(key.getParameters().getN(), parts[0], parts[1]);
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
        }

        /** Two integers of 33 bytes, a sequence, and their heads. */
        @Override
        public int mostBytes() {
            return 72;
        }
    }

    /** Ed25519: Bouncy Castle's own classes. */
    record Ed(Ed25519PrivateKeyParameters key) implements SigningKey {
        @Override
        public byte[] sign(byte[] text, int from, int gap, int rest) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update((byte) '{');
            signer.update(text, from, gap - from);
            signer.update(text, rest, text.length - rest);
            return signer.generateSignature();
        }

        @Override
        public int mostBytes() {
            return Ed25519PrivateKeyParameters.SIGNATURE_SIZE;
        }
    }
}
