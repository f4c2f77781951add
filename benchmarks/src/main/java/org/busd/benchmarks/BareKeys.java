package org.busd.benchmarks;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.busd.signing.Algorithm;
import org.busd.signing.DevelopmentCa;

/**
 * The bare calls that signing and verifying come down to, by the provider that {@link ProviderBenchmark} found to be the
 * fastest: what ours is measured against. Knows nothing of envelopes. Thread-safe.
 */
interface BareKeys {
    byte[] sign(byte[] message) throws GeneralSecurityException;

    boolean verify(byte[] message, byte[] signature) throws GeneralSecurityException;

    /** Those of a certificate and a key in files. */
    static BareKeys of(DevelopmentCa.Issued files, Algorithm algorithm) throws IOException, GeneralSecurityException {
        byte[] key =
                Base64.getMimeDecoder().decode(Files.readString(files.key()).replaceAll("-----[^-]*-----", ""));
        PublicKey certified = certified(files.certificate());
        return switch (algorithm) {
            case X509, X509_RS256 ->
                new Rsa(
                        KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key)),
                        certified,
                        algorithm == Algorithm.X509 ? "SHA1withRSA" : "SHA256withRSA");
            case X509_ES256 ->
                new P256((ECPrivateKeyParameters) PrivateKeyFactory.createKey(key), (ECPublicKeyParameters)
                        PublicKeyFactory.createKey(certified.getEncoded()));
            case X509_ED25519 -> {
                Ed25519PrivateKeyParameters secret = (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(key);
                yield new Ed(secret, secret.generatePublicKey());
            }
        };
    }

    private static PublicKey certified(Path certificate) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey();
        }
    }

    /** RSA, by the JDK. */
    record Rsa(PrivateKey secret, PublicKey known, String name) implements BareKeys {
        @Override
        public byte[] sign(byte[] message) throws GeneralSecurityException {
            Signature signature = Signature.getInstance(name);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) throws GeneralSecurityException {
            Signature check = Signature.getInstance(name);
            check.initVerify(known);
            check.update(message);
            return check.verify(signature);
        }
    }

    /** P-256, by Bouncy Castle. */
    record P256(ECPrivateKeyParameters secret, ECPublicKeyParameters known) implements BareKeys {
        @Override
        public byte[] sign(byte[] message) throws GeneralSecurityException {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, secret);
            BigInteger[] parts = signer.generateSignature(sha256(message));
            try {
                return StandardDSAEncoding.INSTANCE.encode(
                        secret.getParameters().getN(), parts[0], parts[1]);
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) throws GeneralSecurityException {
            ECDSASigner check = new ECDSASigner();
            check.init(false, known);
            try {
                BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(
                        known.getParameters().getN(), signature);
                return check.verifySignature(sha256(message), parts[0], parts[1]);
            } catch (IOException e) {
                throw new GeneralSecurityException(e);
            }
        }

        private static byte[] sha256(byte[] message) throws GeneralSecurityException {
            return MessageDigest.getInstance("SHA-256").digest(message);
        }
    }

    /** Ed25519, by Bouncy Castle. */
    record Ed(Ed25519PrivateKeyParameters secret, Ed25519PublicKeyParameters known) implements BareKeys {
        @Override
        public byte[] sign(byte[] message) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, secret);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
            Ed25519Signer check = new Ed25519Signer();
            check.init(false, known);
            check.update(message, 0, message.length);
            return check.verifySignature(signature);
        }
    }
}
