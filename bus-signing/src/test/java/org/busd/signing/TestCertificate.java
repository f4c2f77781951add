package org.busd.signing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate and its key, of whatever kind a test needs, good or bad. */
record TestCertificate(X509CertificateHolder certificate, KeyPair pair) {
    private static final AtomicInteger SERIALS = new AtomicInteger(100);

    /** Made once: RSA takes its time. */
    static final KeyPair RSA = pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));

    static final KeyPair EC = ec();
    static final KeyPair ED25519 = pair("Ed25519", null);

    static KeyPair ec() {
        return pair("EC", new ECGenParameterSpec("secp256r1"));
    }

    static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (parameters != null) {
                generator.initialize(parameters);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** An authority on P-256. */
    static TestCertificate authority(String name) {
        return authority("CN=" + name, ec()).make();
    }

    static Builder authority(String subject, KeyPair pair) {
        return new Builder(new X500Name(subject), pair)
                .extension(Extension.basicConstraints, true, new BasicConstraints(true))
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    /** One that signs itself, of no kind yet. */
    static Builder of(String subject, KeyPair pair) {
        return new Builder(new X500Name(subject), pair);
    }

    /** A certificate for signing messages. */
    Builder issue(String subject, KeyPair holder) {
        return issue(new X500Name(subject), holder);
    }

    Builder issue(X500Name subject, KeyPair holder) {
        return new Builder(subject, holder).by(this);
    }

    /** A certificate of that common name, on this key, for signing messages. */
    TestCertificate signer(String name, KeyPair holder) {
        return issue("CN=" + name, holder).usage(KeyUsage.digitalSignature).make();
    }

    X500Name subject() {
        return certificate.getSubject();
    }

    String pem() {
        return pem("CERTIFICATE", encoded());
    }

    byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A revocation list of this authority, PEM. */
    String crl(Instant from, Instant until, TestCertificate... revoked) {
        return crl(from, until, pair, revoked);
    }

    String crl(Instant from, Instant until, KeyPair key, TestCertificate... revoked) {
        X509v2CRLBuilder list = new X509v2CRLBuilder(subject(), Date.from(from));
        if (until != null) {
            list.setNextUpdate(Date.from(until));
        }
        for (TestCertificate one : revoked) {
            list.addCRLEntry(one.certificate().getSerialNumber(), Date.from(from), 0);
        }
        return pem(list.build(signer(key)));
    }

    static String pem(X509CRLHolder list) {
        try {
            return pem("X509 CRL", list.getEncoded());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    static String pem(String label, byte[] der) {
        String lines = java.util.Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    static ContentSigner signer(KeyPair key) {
        String algorithm = switch (key.getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            return new JcaContentSignerBuilder(algorithm).build(key.getPrivate());
        } catch (org.bouncycastle.operator.OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** Collects what is odd about a certificate. */
    static final class Builder {
        private final X500Name subject;
        private final KeyPair pair;
        private TestCertificate issuer;
        private SubjectPublicKeyInfo key;
        private Instant from = Instant.now().minus(Duration.ofHours(1));
        private Instant to = Instant.now().plus(Duration.ofDays(30));
        private BigInteger serial = BigInteger.valueOf(SERIALS.incrementAndGet());
        private final org.bouncycastle.asn1.x509.ExtensionsGenerator extensions =
                new org.bouncycastle.asn1.x509.ExtensionsGenerator();

        private Builder(X500Name subject, KeyPair pair) {
            this.subject = subject;
            this.pair = pair;
            PublicKey shown = pair.getPublic();
            this.key = SubjectPublicKeyInfo.getInstance(shown.getEncoded());
        }

        Builder by(TestCertificate given) {
            issuer = given;
            return this;
        }

        Builder usage(int bits) {
            return extension(Extension.keyUsage, true, new KeyUsage(bits));
        }

        Builder extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
            try {
                extensions.addExtension(id, critical, value);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            return this;
        }

        Builder dates(Instant begin, Instant end) {
            from = begin;
            to = end;
            return this;
        }

        Builder key(SubjectPublicKeyInfo given) {
            key = given;
            return this;
        }

        Builder serial(BigInteger given) {
            serial = given;
            return this;
        }

        TestCertificate make() {
            X500Name by = issuer == null ? subject : issuer.subject();
            KeyPair with = issuer == null ? pair : issuer.pair();
            X509v3CertificateBuilder builder =
                    new X509v3CertificateBuilder(by, serial, Date.from(from), Date.from(to), subject, key);
            try {
                if (!extensions.isEmpty()) {
                    org.bouncycastle.asn1.x509.Extensions all = extensions.generate();
                    for (ASN1ObjectIdentifier id : all.getExtensionOIDs()) {
                        builder.addExtension(all.getExtension(id));
                    }
                }
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            return new TestCertificate(builder.build(signer(with)), pair);
        }
    }
}
