package org.busd.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;

/**
 * What a small authority signs: its own certificate, those of others, and lists of revoked ones. Its key is on P-256, so
 * that the certificates, of which every message carries one, are small.
 *
 * <p>Immutable.
 */
record Authority(X509CertificateHolder certificate, ECPrivateKeyParameters key) {
    /** For hosts whose clocks are behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3652); // ten years
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(365);
    private static final Duration CRL_LIFE = Duration.ofDays(365);

    /** So many that nobody has to look which numbers are taken (RFC 5280 allows 20 bytes). */
    private static final int SERIAL_BITS = 127;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final X509ExtensionUtils IDENTIFIERS = new BcX509ExtensionUtils();

    /** A new authority, of a name that no other has: two that are trusted side by side are not mistaken. */
    static Authority create(PrivateKeyInfo privateKey, PublicKey publicKey, Instant now) {
        byte[] mark = new byte[4];
        RANDOM.nextBytes(mark);
        X500Name name = name("bus.d CA " + HexFormat.of().formatHex(mark));
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name, serial(), begin(now), Date.from(now.plus(AUTHORITY_LIFE)), name, key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.subjectKeyIdentifier, false, IDENTIFIERS.createSubjectKeyIdentifier(key));
            ECPrivateKeyParameters signing = (ECPrivateKeyParameters) PrivateKeyFactory.createKey(privateKey);
            return new Authority(builder.build(signer(signing)), signing);
        } catch (IOException e) {
            throw ownMistake(e);
        }
    }

    /**
     * @throws SigningException if the files cannot be read, or are not of one authority
     */
    static Authority read(Path certificateFile, Path keyFile) {
        X509CertificateHolder certificate = CertificateFile.read(certificateFile);
        AsymmetricKeyParameter key;
        try {
            key = PrivateKeyFactory.createKey(PrivateKeyFile.read(keyFile, Optional.empty()));
        } catch (IOException | RuntimeException e) {
            throw e instanceof SigningException told ? told : new SigningException(keyFile, "is no private key", e);
        }
        if (!(key instanceof ECPrivateKeyParameters ec)) {
            throw new SigningException(keyFile, "is no key on P-256, as bus keys init makes them");
        }
        Authority authority = new Authority(certificate, ec);
        if (!isSigned(authority.emptyCrl(Instant.EPOCH), certificate)) {
            throw new SigningException(keyFile, "is not the key of the certificate in " + certificateFile);
        }
        return authority;
    }

    /** From when on nothing of it holds any more. */
    Instant end() {
        return certificate.getNotAfter().toInstant();
    }

    X509CertificateHolder issue(String commonName, PublicKey publicKey, Instant now) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded());
        Instant end = now.plus(CERTIFICATE_LIFE);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                certificate.getSubject(),
                serial(),
                begin(now),
                Date.from(end.isBefore(end()) ? end : end()),
                name(commonName),
                key);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.subjectKeyIdentifier, false, IDENTIFIERS.createSubjectKeyIdentifier(key))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            IDENTIFIERS.createAuthorityKeyIdentifier(certificate.getSubjectPublicKeyInfo()));
        } catch (IOException e) {
            throw ownMistake(e);
        }
        return builder.build(signer(key()));
    }

    boolean hasIssued(X509CertificateHolder other) {
        try {
            return other.getIssuer().equals(certificate.getSubject()) && other.isSignatureValid(verifier(certificate));
        } catch (CertException | OperatorCreationException e) {
            return false;
        }
    }

    X509CRLHolder emptyCrl(Instant now) {
        return crl(new X509v2CRLBuilder(certificate.getSubject(), begin(now)), BigInteger.ONE, now);
    }

    /** The list after {@code old}, with one certificate more. */
    X509CRLHolder revoke(X509CertificateHolder revoked, X509CRLHolder old, Instant now) {
        X509v2CRLBuilder builder = after(old, now);
        builder.addCRLEntry(revoked.getSerialNumber(), Date.from(now), CRLReason.unspecified);
        return crl(builder, numberAfter(old), now);
    }

    /** The list after {@code old}, with the same certificates. */
    X509CRLHolder renew(X509CRLHolder old, Instant now) {
        return crl(after(old, now), numberAfter(old), now);
    }

    private X509v2CRLBuilder after(X509CRLHolder old, Instant now) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(certificate.getSubject(), begin(now));
        builder.addCRL(old);
        return builder;
    }

    private static BigInteger numberAfter(X509CRLHolder old) {
        Extension number = old.getExtension(Extension.cRLNumber);
        BigInteger last = number == null
                ? BigInteger.ZERO
                : CRLNumber.getInstance(number.getParsedValue()).getCRLNumber();
        return last.add(BigInteger.ONE);
    }

    /**
     * @throws SigningException if the file cannot be read, or holds no list of this authority
     */
    X509CRLHolder readCrl(Path file) {
        return PemFile.read(file).stream()
                .filter(X509CRLHolder.class::isInstance)
                .map(X509CRLHolder.class::cast)
                .filter(list -> isSigned(list, certificate))
                .findFirst()
                .orElseThrow(() -> new SigningException(file, "holds no revocation list of this authority"));
    }

    private X509CRLHolder crl(X509v2CRLBuilder builder, BigInteger number, Instant now) {
        builder.setNextUpdate(Date.from(now.plus(CRL_LIFE)));
        try {
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            IDENTIFIERS.createAuthorityKeyIdentifier(certificate.getSubjectPublicKeyInfo()));
        } catch (IOException e) {
            throw ownMistake(e);
        }
        return builder.build(signer(key()));
    }

    static byte[] pem(X509CertificateHolder certificate) {
        try {
            return PemText.of(PemText.CERTIFICATE, certificate.getEncoded());
        } catch (IOException e) {
            throw ownMistake(e);
        }
    }

    static byte[] pem(X509CRLHolder crl) {
        try {
            return PemText.of(PemText.CRL, crl.getEncoded());
        } catch (IOException e) {
            throw ownMistake(e);
        }
    }

    private static boolean isSigned(X509CRLHolder crl, X509CertificateHolder by) {
        try {
            return crl.getIssuer().equals(by.getSubject()) && crl.isSignatureValid(verifier(by));
        } catch (CertException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }

    private static ContentSigner signer(ECPrivateKeyParameters key) {
        AlgorithmIdentifier algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
        try {
            return new BcECContentSignerBuilder(algorithm, new DefaultDigestAlgorithmIdentifierFinder().find(algorithm))
                    .build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("our own mistake: ECDSA is there", e);
        }
    }

    private static ContentVerifierProvider verifier(X509CertificateHolder by) throws OperatorCreationException {
        return new BcECContentVerifierProviderBuilder(new DefaultDigestAlgorithmIdentifierFinder()).build(by);
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS);
    }

    private static Date begin(Instant now) {
        return Date.from(now.minus(BACKDATED));
    }

    private static UncheckedIOException ownMistake(IOException e) {
        return new UncheckedIOException("our own mistake: all of this is in memory", e);
    }
}
