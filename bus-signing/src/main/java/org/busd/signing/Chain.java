package org.busd.signing;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A certificate and those above it, each signed by the next, the last one an anchor. Immutable.
 *
 * @param from from when on all of them are within their dates
 * @param to until when
 */
record Chain(List<X509Certificate> certificates, Instant from, Instant to) {
    static Chain of(List<X509Certificate> certificates) {
        Instant from = certificates.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant to = certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Chain(List.copyOf(certificates), from, to);
    }

    /** How far {@code now} is from the time in which all of them are within their dates; zero: it is in there. */
    Duration distance(Instant now) {
        if (now.isBefore(from)) {
            return Duration.between(now, from);
        }
        return now.isAfter(to) ? Duration.between(to, now) : Duration.ZERO;
    }
}
