package org.busd.signing;

import java.nio.file.Path;
import org.bouncycastle.cert.X509CertificateHolder;

/** Reads a certificate; of several in a file the first, which in a chain is the signer's own. */
final class CertificateFile {
    private CertificateFile() {}

    static X509CertificateHolder read(Path file) {
        return PemFile.read(file).stream()
                .filter(X509CertificateHolder.class::isInstance)
                .map(X509CertificateHolder.class::cast)
                .findFirst()
                .orElseThrow(() -> new SigningException(file, "holds no certificate"));
    }
}
