package org.busd.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.busd.config.BusSettings;
import org.busd.config.Validation;
import org.busd.signing.Algorithm;
import org.busd.signing.Signer;
import org.busd.signing.SignerFiles;
import org.busd.signing.SigningException;
import org.busd.signing.TrustException;
import org.busd.signing.TrustStore;
import org.jspecify.annotations.Nullable;

/** Whether the files that the settings name for signing and verifying can be used. */
final class KeyChecks {
    private static final Duration SOON = Duration.ofDays(30);

    private final BusSettings settings;
    private final List<Finding> findings = new ArrayList<>();

    private KeyChecks(BusSettings settings) {
        this.settings = settings;
    }

    /** All of them, those for signing only where somebody signs. */
    static List<Finding> findings(BusSettings settings, boolean signs) {
        KeyChecks checks = new KeyChecks(settings);
        if (signs) {
            checks.checkSigning();
        }
        settings.validation().ca().ifPresent(checks::checkTrust);
        return checks.findings;
    }

    /** Whether one can sign with what {@code bus.signing} names, enabled or not. */
    static List<Finding> signing(BusSettings settings) {
        KeyChecks checks = new KeyChecks(settings);
        checks.checkSigning();
        return checks.findings;
    }

    private void checkSigning() {
        Optional<Path> certificate = settings.signingCertificate();
        Optional<Path> key = settings.signingKey();
        if (certificate.isEmpty() || key.isEmpty()) {
            findings.add(Finding.failed(
                    "bus.signing",
                    "there is no certificate for this service (" + settings.serviceName()
                            + "): set bus.signing.certificate and bus.signing.key, or bus.signing.certnames"));
            return;
        }
        SignerFiles files =
                new SignerFiles(certificate.get(), key.get(), settings.signing().passphraseFile());
        try {
            Optional<Algorithm> algorithm =
                    settings.signing().algorithm().flatMap(word -> Algorithm.ofCrypto(word.word()));
            Signer signer = Signer.open(files, algorithm);
            findings.add(Finding.ok(
                    "bus.signing",
                    files.certificate() + " and its key sign as "
                            + signer.pair().name() + ", "
                            + signer.pair().algorithm().crypto()));
            signer.warnings().forEach(warning -> findings.add(Finding.warning("bus.signing", warning)));
        } catch (SigningException e) {
            failed("bus.signing", e);
        }
    }

    private void checkTrust(Path ca) {
        Validation validation = settings.validation();
        try {
            TrustStore ignored = TrustStore.open(ca, validation.crl());
            findings.add(Finding.ok("bus.validation.ca", ca + " can be used"));
            checkDates(ca);
            validation.crl().ifPresent(this::checkFreshness);
        } catch (TrustException e) {
            failed("bus.validation", e);
        }
    }

    private void failed(String what, RuntimeException fault) {
        findings.add(Finding.failed(what, String.valueOf(fault.getMessage())));
        for (Throwable further : fault.getSuppressed()) {
            findings.add(Finding.failed(what, String.valueOf(further.getMessage())));
        }
    }

    /** Of each authority; that they can be used has been seen. One that is past its end is no fault while another is not. */
    private void checkDates(Path ca) {
        try (InputStream in = Files.newInputStream(ca)) {
            List<Finding> ended = new ArrayList<>();
            int good = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                X509Certificate authority = (X509Certificate) one;
                Instant end = authority.getNotAfter().toInstant();
                String who = ca + ": " + authority.getSubjectX500Principal().getName();
                if (Instant.now().isAfter(end)) {
                    ended.add(Finding.warning("bus.validation.ca", who + " ended at " + end));
                    continue;
                }
                good++;
                if (Instant.now().plus(SOON).isAfter(end)) {
                    findings.add(Finding.warning("bus.validation.ca", who + " ends at " + end));
                }
            }
            findings.addAll(ended);
            if (good == 0) {
                findings.add(Finding.failed("bus.validation.ca", ca + ": no authority in it is in date"));
            }
        } catch (IOException | GeneralSecurityException e) {
            findings.add(Finding.failed("bus.validation.ca", ca + ": cannot be read: " + e.getMessage()));
        }
    }

    /** All lists of the file; that they can be used has been seen. */
    private void checkFreshness(Path crl) {
        try (InputStream in = Files.newInputStream(crl)) {
            for (CRL list : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
                findings.add(freshness(crl, ((X509CRL) list).getNextUpdate()));
            }
        } catch (IOException | GeneralSecurityException e) {
            findings.add(Finding.failed("bus.validation.crl", crl + ": cannot be read: " + e.getMessage()));
        }
    }

    private Finding freshness(Path crl, @Nullable Date nextUpdate) {
        String key = "bus.validation.crl";
        if (nextUpdate == null) {
            return Finding.ok(key, crl + " does not say when there is to be a newer one");
        }
        Instant due = nextUpdate.toInstant();
        if (Instant.now().isBefore(due)) {
            return Finding.ok(key, crl + " is fresh until " + due);
        }
        String stale = crl + " should have been replaced at " + due;
        return settings.validation().crlStale() == Validation.CrlStale.FAIL
                ? Finding.failed(key, stale)
                : Finding.warning(key, stale);
    }
}
