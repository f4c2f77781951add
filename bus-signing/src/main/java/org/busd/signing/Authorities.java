package org.busd.signing;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
     * The chain from a certificate to an anchor; of several, as where an authority was renewed, one that is within its dates
     * and not revoked if there is such a one, else the one nearest to that.
     *
     * @throws InvalidMessageException with {@link Reason#UNTRUSTED} if there is none
     */
    Chain chain(X509Certificate certificate, Instant now, Predicate<Chain> revoked) throws InvalidMessageException {
        Search search = new Search(now, revoked);
        search.path.add(certificate);
        boolean ignored = search.extend();
        return search.found(certificate);
    }

    /**
     * A chain that holds; the less, the better it is.
     *
     * @param off how far from its dates it is now
     */
    private record Candidate(Chain chain, boolean revoked, Duration off) implements Comparable<Candidate> {
        boolean isGood() {
            return !revoked && off.isZero();
        }

        @Override
        public int compareTo(Candidate other) {
            return revoked == other.revoked ? off.compareTo(other.off) : Boolean.compare(revoked, other.revoked);
        }
    }

    /** One search, for one thread. */
    private final class Search {
        private final Instant now;
        private final Predicate<Chain> revoked;
        private final List<X509Certificate> path = new ArrayList<>();
        private int left = MOST_CHAINS;
        private @Nullable Candidate best;
        private @Nullable InvalidMessageException outOfDate;
        private @Nullable String failure;

        Search(Instant now, Predicate<Chain> revoked) {
            this.now = now;
            this.revoked = revoked;
        }

        /** Looks at the chains that begin with the path; returns whether there is no need to look at more. */
        boolean extend() {
            X509Certificate last = path.get(path.size() - 1);
            for (X509Certificate anchor : anchors) {
                if (hasIssued(anchor, last) && left-- > 0 && isGood(anchor)) {
                    return true;
                }
            }
            if (path.size() > MOST_BETWEEN) {
                return false;
            }
            for (X509Certificate authority : between) {
                if (hasIssued(authority, last) && !path.contains(authority) && left-- > 0) {
                    path.add(authority);
                    boolean good = extend();
                    path.remove(path.size() - 1);
                    if (good) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** The anchor itself is part of the chain, so that what it says of those below it counts. */
        private boolean isGood(X509Certificate anchor) {
            List<X509Certificate> whole = new ArrayList<>(path);
            whole.add(anchor);
            Chain chain = Chain.of(whole);
            if (!holds(chain, anchor)) {
                return false;
            }
            Candidate candidate = new Candidate(chain, revoked.test(chain), chain.distance(now));
            if (best == null || candidate.compareTo(best) < 0) {
                best = candidate;
            }
            return candidate.isGood();
        }

        Chain found(X509Certificate certificate) throws InvalidMessageException {
            if (best != null) {
                return best.chain();
            }
            throw outOfDate != null ? outOfDate : new InvalidMessageException(Reason.UNTRUSTED, failure(certificate));
        }

        private boolean hasIssued(X509Certificate authority, X509Certificate certificate) {
            return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        }

        private boolean holds(Chain chain, X509Certificate anchor) {
            if (chain.from().isAfter(chain.to())) {
                refuseByDate(chain);
                return false;
            }
            try {
                PKIXParameters parameters = new PKIXParameters(
                        Set.of(new TrustAnchor(anchor.getSubjectX500Principal(), anchor.getPublicKey(), null)));
                parameters.setRevocationEnabled(false); // The lists are ours to look at.
                parameters.setDate(Date.from(within(chain)));
                CertificateFactory certificates = CertificateFactory.getInstance("X.509");
                var ignored = CertPathValidator.getInstance("PKIX")
                        .validate(certificates.generateCertPath(chain.certificates()), parameters);
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
        private void refuseByDate(Chain chain) {
            List<X509Certificate> certificates = chain.certificates();
            try {
                for (int i = 0; i + 1 < certificates.size(); i++) {
                    certificates.get(i).verify(certificates.get(i + 1).getPublicKey());
                }
            } catch (GeneralSecurityException e) {
                failure = "its chain does not hold: " + e.getMessage();
                return;
            }
            outOfDate = new InvalidMessageException(
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
