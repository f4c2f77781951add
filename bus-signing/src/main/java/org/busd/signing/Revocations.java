package org.busd.signing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The revocation lists in force, one an authority: the latest. Immutable and thread-safe. */
final class Revocations {
    private static final int CRL_SIGN = 6;

    private final Map<PublicKey, X509CRL> lists;

    private Revocations(Map<PublicKey, X509CRL> lists) {
        this.lists = lists;
    }

    /**
     * Takes lists, each of which one of the authorities has signed.
     *
     * @throws GeneralSecurityException if one is of nobody known, or is not a whole list; the message says which
     */
    static Revocations of(Collection<X509CRL> given, List<X509Certificate> authorities)
            throws GeneralSecurityException {
        Map<PublicKey, X509CRL> lists = new HashMap<>();
        for (X509CRL list : given) {
            Set<String> critical = list.getCriticalExtensionOIDs();
            if (critical != null && !critical.isEmpty()) {
                throw new GeneralSecurityException("the list of " + list.getIssuerX500Principal()
                        + " is not a whole one of one authority (it has the critical extensions " + critical + ")");
            }
            PublicKey signer = signer(list, authorities);
            lists.merge(signer, list, Revocations::later);
        }
        return new Revocations(lists);
    }

    private static X509CRL later(X509CRL a, X509CRL b) {
        Instant first = a.getThisUpdate().toInstant();
        return first.isAfter(b.getThisUpdate().toInstant()) ? a : b;
    }

    private static PublicKey signer(X509CRL list, List<X509Certificate> authorities) throws GeneralSecurityException {
        for (X509Certificate authority : authorities) {
            boolean[] usage = authority.getKeyUsage();
            boolean may = usage == null || usage[CRL_SIGN];
            if (may
                    && authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                    && isSignedBy(list, authority.getPublicKey())) {
                return authority.getPublicKey();
            }
        }
        throw new GeneralSecurityException("the list of " + list.getIssuerX500Principal()
                + " is not signed by an authority in the CA file that may do so");
    }

    private static boolean isSignedBy(X509CRL list, PublicKey key) {
        try {
            list.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    boolean isRevoked(X509Certificate issuer, BigInteger serial) {
        X509CRL list = lists.get(issuer.getPublicKey());
        return list != null && list.getRevokedCertificate(serial) != null;
    }

    /** Until when what is known of this authority's certificates is fresh; empty: for ever. */
    Optional<Instant> freshUntil(X509Certificate issuer) {
        X509CRL list = lists.get(issuer.getPublicKey());
        return list == null || list.getNextUpdate() == null
                ? Optional.empty()
                : Optional.of(list.getNextUpdate().toInstant());
    }

    /** When the first of all lists is no longer fresh; empty: never. */
    Optional<Instant> freshUntil() {
        return lists.values().stream()
                .filter(list -> list.getNextUpdate() != null)
                .map(list -> list.getNextUpdate().toInstant())
                .min(Instant::compareTo);
    }

    boolean hasListOf(X509Certificate authority) {
        return lists.containsKey(authority.getPublicKey());
    }
}
