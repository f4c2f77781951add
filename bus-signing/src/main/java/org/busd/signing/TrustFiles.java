package org.busd.signing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two files, and how they are read. Immutable. */
record TrustFiles(Path ca, Optional<Path> crl) {
    /** 64 MiB. */
    private static final long LARGEST = 1L << 26;

    /** What is in both. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content where it matters.
    record Contents(byte[] ca, byte @Nullable [] crl) {
        boolean isSameAs(Contents other) {
            return java.util.Arrays.equals(ca, other.ca) && java.util.Arrays.equals(crl, other.crl);
        }
    }

    /** What both look like now. */
    FileStamps stamps() {
        return FileStamps.of(crl.map(lists -> List.of(ca, lists)).orElse(List.of(ca)), Instant.now());
    }

    Contents contents() {
        return new Contents(bytes(ca), crl.map(TrustFiles::bytes).orElse(null));
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new TrustException(file, "is larger than " + LARGEST + " bytes", null);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TrustException(file, "there is no such file", e);
        } catch (IOException e) {
            throw new TrustException(file, "cannot be read: " + e, e);
        }
    }

    Trust parse(Contents contents) {
        Authorities authorities;
        try {
            authorities = new Authorities(certificates(contents.ca()));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new TrustException(ca, String.valueOf(e.getMessage()), e);
        }
        if (crl.isEmpty() || contents.crl() == null) {
            return new Trust(authorities, none(authorities));
        }
        try {
            return new Trust(authorities, Revocations.of(lists(contents.crl()), authorities.all()));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new TrustException(crl.get(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Revocations none(Authorities authorities) {
        try {
            return Revocations.of(List.of(), authorities.all());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("our own mistake: there is no list to find fault with", e);
        }
    }

    private static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        for (byte[] der : blocks(pem, "CERTIFICATE", "certificate")) {
            all.add((X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(der)));
        }
        return all;
    }

    private static List<X509CRL> lists(byte[] pem) throws GeneralSecurityException {
        List<X509CRL> all = new ArrayList<>();
        CertificateFactory lists = CertificateFactory.getInstance("X.509");
        for (byte[] der : blocks(pem, "X509 CRL", "revocation list")) {
            all.add((X509CRL) lists.generateCRL(new ByteArrayInputStream(der)));
        }
        return all;
    }

    private static List<byte[]> blocks(byte[] pem, String label, String kind) throws GeneralSecurityException {
        List<PemBlocks.Block> blocks = PemBlocks.read(new String(pem, StandardCharsets.UTF_8));
        if (blocks == null) {
            throw new GeneralSecurityException("is no whole PEM text");
        }
        if (blocks.isEmpty()) {
            throw new GeneralSecurityException("there is no " + kind + " in it; it is to be PEM text, BEGIN " + label);
        }
        List<byte[]> all = new ArrayList<>();
        for (PemBlocks.Block block : blocks) {
            if (!block.label().equals(label)) {
                throw new GeneralSecurityException("holds a " + block.label() + ", where only " + label + " is to be");
            }
            all.add(block.der());
        }
        return all;
    }
}
