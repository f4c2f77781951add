package org.busd.tools;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Files of a development authority, made again with other dates. */
final class CheckedFiles {
    private final Path dir;

    CheckedFiles(Path dir) {
        this.dir = dir;
    }

    private X509Certificate certificate(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private ContentSigner authority() throws Exception {
        try (PEMParser pem = new PEMParser(new StringReader(Files.readString(dir.resolve("ca.key"))))) {
            PrivateKey key = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) pem.readObject());
            return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        }
    }

    private static void write(Path file, Object what) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(what);
        }
        Files.writeString(file, text.toString());
    }

    /** The same certificate, but it ends {@code left} from now. */
    void reissue(Path file, Duration left) throws Exception {
        X509Certificate old = certificate(file);
        X509Certificate issuer = certificate(dir.resolve("ca.crt"));
        boolean isAuthority = old.getBasicConstraints() >= 0;
        Instant end = Instant.now().plus(left);
        write(
                file,
                new JcaX509v3CertificateBuilder(
                                issuer,
                                BigInteger.TEN,
                                Date.from(end.minus(Duration.ofDays(60))),
                                Date.from(end),
                                old.getSubjectX500Principal(),
                                old.getPublicKey())
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                        .addExtension(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(
                                        isAuthority
                                                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                                : KeyUsage.digitalSignature))
                        .build(authority()));
    }

    /** A list that revokes nobody, to be renewed {@code left} from now. */
    void renewCrl(Duration left) throws Exception {
        Instant end = Instant.now().plus(left);
        X509v2CRLBuilder list = new X509v2CRLBuilder(
                new JcaX509CertificateHolder(certificate(dir.resolve("ca.crt"))).getSubject(),
                Date.from(end.minus(Duration.ofDays(60))));
        list.setNextUpdate(Date.from(end));
        write(dir.resolve("crl.pem"), list.build(authority()));
    }
}
