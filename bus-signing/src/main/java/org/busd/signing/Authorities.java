package org.busd.signing;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of the CA file: those that sign themselves are anchors, others may stand between. Finds the chain from
 * a certificate to an anchor; the JDK's PKIX validator says whether it holds. Nothing is ever looked for elsewhere, as a
 * path builder of the JDK would at addresses that certificates name, where a system property lets it.
 *
 * <p>Immutable and thread-safe.
 */
final class Authorities {
    private static final int KEY_CERT_SIGN = 5;

    /** How many certificates may stand between a signer's and the anchor. */
    private static final int MOST_BETWEEN = 8;

    /** How many chains are tried: authorities that certify each other make many. */
    private static final int MOST_CHAINS = 32;

    private final List<X509Certificate> anchors = new ArrayList<>();
    private final List<X509Certificate> between = new ArrayList<>();

    /**
     * Takes the certificates of a CA file.
     *
     * @throws GeneralSecurityException if one is no authority's, or there is no anchor; the message says which
     */
    Authorities(List<X509Certificate> certificates) throws GeneralSecurityException {
        for (X509Certificate certificate : certificates) {
            boolean[] usage = certificate.getKeyUsage();
            if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
                throw new GeneralSecurityException("the certificate of " + certificate.getSubjectX500Principal()
                        + " is not that of an authority: only such are to be in here");
            }
            (isSelfSigned(certificate) ? anchors : between).add(certificate);
        }
        if (anchors.isEmpty()) {
            throw new GeneralSecurityException("there is no self-signed certificate of an authority in it");
        }
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>(anchors);
        all.addAll(between);
        return all;
    }

    /**
     * The chain from a certificate to an anchor.
     *
     * @throws InvalidMessageException with {@link Reason#UNTRUSTED} if there is none
     */
    Chain chain(X509Certificate certificate, Instant now) throws InvalidMessageException {
        Search search = new Search(now);
        search.path.add(certificate);
        Chain found = search.extend();
        if (found == null) {
            throw new InvalidMessageException(Reason.UNTRUSTED, search.failure(certificate));
        }
        return found;
    }

    /** One search, for one thread. */
    private final class Search {
        private final Instant now;
        private final List<X509Certificate> path = new ArrayList<>();
        private int left = MOST_CHAINS;
        private @Nullable String failure;

        Search(Instant now) {
            this.now = now;
        }

        @Nullable
        Chain extend() throws InvalidMessageException {
            X509Certificate last = path.get(path.size() - 1);
            for (X509Certificate anchor : anchors) {
                if (hasIssued(anchor, last) && left-- > 0 && holds(anchor)) {
                    List<X509Certificate> whole = new ArrayList<>(path);
                    whole.add(anchor);
                    return Chain.of(whole);
                }
            }
            if (path.size() > MOST_BETWEEN) {
                return null;
            }
            for (X509Certificate authority : between) {
                if (hasIssued(authority, last) && !path.contains(authority) && left-- > 0) {
                    path.add(authority);
                    Chain found = extend();
                    if (found != null) {
                        return found;
                    }
                    path.remove(path.size() - 1);
                }
            }
            return null;
        }

        private boolean hasIssued(X509Certificate authority, X509Certificate certificate) {
            return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        }

        /** The anchor itself is part of the path, so that what it says of those below it counts. */
        private boolean holds(X509Certificate anchor) throws InvalidMessageException {
            List<X509Certificate> whole = new ArrayList<>(path);
            whole.add(anchor);
            Chain chain = Chain.of(whole);
            if (chain.from().isAfter(chain.to())) {
                return refuseByDate(chain);
            }
            try {
                PKIXParameters parameters = new PKIXParameters(
                        Set.of(new TrustAnchor(anchor.getSubjectX500Principal(), anchor.getPublicKey(), null)));
                parameters.setRevocationEnabled(false); // The lists are ours to look at.
                parameters.setDate(Date.from(within(chain)));
                CertificateFactory certificates = CertificateFactory.getInstance("X.509");
                var ignored = CertPathValidator.getInstance("PKIX")
                        .validate(certificates.generateCertPath(whole), parameters);
                return true;
            } catch (GeneralSecurityException e) {
                failure = "its chain does not hold: " + e.getMessage();
                return false;
            }
        }

        /**
         * Its certificates are never within their dates at the same time, so there is no moment at which the validator
         * would take it; but it may be known whose it is.
         */
        private boolean refuseByDate(Chain chain) throws InvalidMessageException {
            List<X509Certificate> certificates = chain.certificates();
            try {
                for (int i = 0; i + 1 < certificates.size(); i++) {
                    certificates.get(i).verify(certificates.get(i + 1).getPublicKey());
                }
            } catch (GeneralSecurityException e) {
                failure = "its chain does not hold: " + e.getMessage();
                return false;
            }
            throw new InvalidMessageException(
                    now.isAfter(chain.to()) ? Reason.EXPIRED : Reason.NOT_YET_VALID,
                    "the certificate and those above it are never within their dates at the same time: " + chain.from()
                            + " to " + chain.to());
        }

        /** Dates are judged elsewhere, and more mildly: here it is a moment at which all are in force. */
        private Instant within(Chain chain) {
            Instant late = now.isBefore(chain.from()) ? chain.from() : now;
            return late.isAfter(chain.to()) ? chain.to() : late;
        }

        private String failure(X509Certificate certificate) {
            String why = failure == null
                    ? "its issuer, " + certificate.getIssuerX500Principal() + ", is not in the CA file"
                    : failure;
            return "the certificate of " + certificate.getSubjectX500Principal() + ": " + why;
        }
    }
}
