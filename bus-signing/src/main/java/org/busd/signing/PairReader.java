package org.busd.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.jspecify.annotations.Nullable;

/**
 * Reads a certificate and its key and checks what a verifier would hold against them, before anything is signed. All that
 * is found is told: the first as the exception, the rest as what it suppressed.
 */
record PairReader(SignerFiles files, Optional<Algorithm> wanted) {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NO_AUTHORITY = -1;
    private static final byte[] PROBE = "{\"crypto\":\"probe\"}".getBytes(StandardCharsets.US_ASCII);

    /** Chosen by the key, in this order. */
    private static final List<Algorithm> AUTO = List.of(Algorithm.X509, Algorithm.X509_ES256, Algorithm.X509_ED25519);

    /** What there is to know of the certificate. */
    private record Certified(X509Certificate certificate, SignerKey key, String name, Algorithm algorithm) {}

    /**
     * @throws SigningException if there is anything wrong with the files
     */
    SigningPair read(Instant now) {
        List<SigningException> faults = new ArrayList<>();
        Certified certified = attempt(this::certified, faults);
        if (certified != null) {
            checkDates(certified.certificate(), now, faults);
        }
        PrivateKeyInfo key = attempt(() -> PrivateKeyFile.read(files.key(), files.passphraseFile()), faults);
        SigningKey signing = certified == null || key == null ? null : attempt(() -> match(certified, key), faults);
        if (!faults.isEmpty() || signing == null || certified == null) {
            SigningException first = faults.get(0);
            faults.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        X509Certificate certificate = certified.certificate();
        return new SigningPair(
                certified.algorithm(),
                certified.name(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                signing,
                pem(certificate));
    }

    private static <T> @Nullable T attempt(Supplier<T> step, List<SigningException> faults) {
        try {
            return step.get();
        } catch (SigningException e) {
            faults.add(e);
            return null;
        }
    }

    private Certified certified() {
        Path file = files.certificate();
        X509Certificate certificate = certificate(CertificateFile.read(file));
        if (certificate.getBasicConstraints() != NO_AUTHORITY) {
            throw new SigningException(file, "is the certificate of an authority: those sign no messages");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new SigningException(
                    file, "is not meant for digital signatures (key usage): have another one issued");
        }
        SignerKey key;
        try {
            key = SignerKey.of(certificate);
        } catch (InvalidKeyException e) {
            throw new SigningException(
                    file, "its key " + e.getMessage() + "; it has to be RSA of 2048 to 8192 bits, P-256 or Ed25519");
        }
        String name;
        try {
            name = SignerName.of(certificate);
        } catch (InvalidMessageException e) {
            throw new SigningException(file, String.valueOf(e.getMessage()));
        }
        Algorithm algorithm = wanted.orElseGet(
                () -> AUTO.stream().filter(key::fits).findFirst().orElseThrow());
        if (!key.fits(algorithm)) {
            throw new SigningException(
                    file,
                    "its key is " + key.kind() + ", which makes no signatures of the kind " + algorithm.crypto()
                            + " (bus.signing.algorithm)");
        }
        return new Certified(certificate, key, name, algorithm);
    }

    private X509Certificate certificate(X509CertificateHolder read) {
        try {
            return new JcaX509CertificateConverter().getCertificate(read);
        } catch (CertificateException | RuntimeException e) {
            throw new SigningException(files.certificate(), "is no certificate that can be read: " + e.getMessage(), e);
        }
    }

    private void checkDates(X509Certificate certificate, Instant now, List<SigningException> faults) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            faults.add(new SigningException(files.certificate(), "is good only from " + begin + " on"));
        } else if (now.isAfter(end)) {
            faults.add(new SigningException(files.certificate(), "expired at " + end + ": have a new one issued"));
        }
    }

    /** Whether they belong together shows when one verifies what the other signs. */
    private SigningKey match(Certified certified, PrivateKeyInfo info) {
        Algorithm algorithm = certified.algorithm();
        boolean holds;
        SigningKey key = null;
        try {
            key = SigningKey.of(info, algorithm, modulusBytes(certified.certificate()));
            byte[] signature = key.sign(PROBE, 1, PROBE.length, PROBE.length);
            holds = signature.length <= key.mostBytes() && certified.key().verifies(algorithm, PROBE, signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            holds = false;
        }
        if (key == null || !holds) {
            throw new SigningException(files.key(), "is not the key of the certificate in " + files.certificate());
        }
        return key;
    }

    private static int modulusBytes(X509Certificate certificate) {
        BigInteger modulus = certificate.getPublicKey() instanceof RSAPublicKey rsa ? rsa.getModulus() : BigInteger.ONE;
        return (modulus.bitLength() + 7) / 8;
    }

    private static byte[] pem(X509Certificate certificate) {
        try {
            return PemText.of(PemText.CERTIFICATE, certificate.getEncoded());
        } catch (CertificateException e) {
            throw new UncheckedIOException("our own mistake: it was read", new IOException(e));
        }
    }
}
