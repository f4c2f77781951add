package org.busd.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Who signs and verifies fastest: the JDK, Bouncy Castle as a JCA provider, or its own classes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProviderBenchmark {
    /** Whose code. */
    public enum By {
        JDK,
        BC_JCA,
        BC
    }

    /** By the words of {@code crypto}, for the names of constants are not theirs. */
    @Param({"x509", "x509-rs256", "x509-es256", "x509-ed25519"})
    public String algorithm = "";

    @Param
    public By by = By.JDK;

    @Param({"300", "10000"})
    public int bytes;

    private byte[] message = {};
    private byte[] signature = {};
    private Optional<Provider> provider = Optional.empty();
    private Optional<KeyPair> pair = Optional.empty();
    private Optional<AsymmetricKeyParameter> privateKey = Optional.empty();
    private Optional<AsymmetricKeyParameter> publicKey = Optional.empty();

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(
                switch (algorithm) {
                    case "x509-es256" -> "EC";
                    case "x509-ed25519" -> "Ed25519";
                    default -> "RSA";
                });
        if (algorithm.equals("x509-es256")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else if (!algorithm.equals("x509-ed25519")) {
            generator.initialize(2048);
        }
        KeyPair made = generator.generateKeyPair();
        pair = Optional.of(made);
        privateKey = Optional.of(PrivateKeyFactory.createKey(
                PrivateKeyInfo.getInstance(made.getPrivate().getEncoded())));
        publicKey = Optional.of(PublicKeyFactory.createKey(
                SubjectPublicKeyInfo.getInstance(made.getPublic().getEncoded())));
        provider = by == By.BC_JCA ? Optional.of(new BouncyCastleProvider()) : Optional.empty();
        message = "m".repeat(bytes).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        signature = sign();
        if (!verify()) {
            throw new IllegalStateException(algorithm + " by " + by + " does not verify what it signed");
        }
    }

    @Benchmark
    public byte[] sign() throws GeneralSecurityException, CryptoException {
        if (by != By.BC) {
            Signature jca = jca();
            jca.initSign(pair.orElseThrow().getPrivate());
            jca.update(message);
            return jca.sign();
        }
        switch (algorithm) {
            case "x509-es256" -> {
                ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
                signer.init(true, privateKey.orElseThrow());
                java.math.BigInteger[] rs = signer.generateSignature(sha256());
                try {
                    return org.bouncycastle.crypto.signers.StandardDSAEncoding.INSTANCE.encode(
                            ((org.bouncycastle.crypto.params.ECPrivateKeyParameters) privateKey.orElseThrow())
                                    .getParameters()
                                    .getN(),
                            rs[0],
                            rs[1]);
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            case "x509-ed25519" -> {
                Ed25519Signer signer = new Ed25519Signer();
                signer.init(true, privateKey.orElseThrow());
                signer.update(message, 0, message.length);
                return signer.generateSignature();
            }
            default -> {
                RSADigestSigner signer = rsa();
                signer.init(true, privateKey.orElseThrow());
                signer.update(message, 0, message.length);
                return signer.generateSignature();
            }
        }
    }

    @Benchmark
    public boolean verify() throws GeneralSecurityException {
        if (by != By.BC) {
            Signature jca = jca();
            jca.initVerify(pair.orElseThrow().getPublic());
            jca.update(message);
            return jca.verify(signature);
        }
        switch (algorithm) {
            case "x509-es256" -> {
                ECDSASigner signer = new ECDSASigner();
                signer.init(false, publicKey.orElseThrow());
                try {
                    java.math.BigInteger[] rs = org.bouncycastle.crypto.signers.StandardDSAEncoding.INSTANCE.decode(
                            ((org.bouncycastle.crypto.params.ECPublicKeyParameters) publicKey.orElseThrow())
                                    .getParameters()
                                    .getN(),
                            signature);
                    return signer.verifySignature(sha256(), rs[0], rs[1]);
                } catch (java.io.IOException e) {
                    return false;
                }
            }
            case "x509-ed25519" -> {
                Ed25519Signer signer = new Ed25519Signer();
                signer.init(false, publicKey.orElseThrow());
                signer.update(message, 0, message.length);
                return signer.verifySignature(signature);
            }
            default -> {
                RSADigestSigner signer = rsa();
                signer.init(false, publicKey.orElseThrow());
                signer.update(message, 0, message.length);
                return signer.verifySignature(signature);
            }
        }
    }

    private Signature jca() throws GeneralSecurityException {
        String name = switch (algorithm) {
            case "x509" -> "SHA1withRSA";
            case "x509-rs256" -> "SHA256withRSA";
            case "x509-es256" -> "SHA256withECDSA";
            case "x509-ed25519" -> "Ed25519";
            default -> throw new IllegalStateException(algorithm.toUpperCase(Locale.ROOT));
        };
        return provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
    }

    private RSADigestSigner rsa() {
        return new RSADigestSigner(algorithm.equals("x509") ? new SHA1Digest() : new SHA256Digest());
    }

    private byte[] sha256() throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(message);
    }
}
