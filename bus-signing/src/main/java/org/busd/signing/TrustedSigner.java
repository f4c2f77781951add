package org.busd.signing;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that an authority vouches for, and what is known of it. Immutable.
 *
 * @param from from when on it and those above it are within their dates
 * @param to until when
 * @param revoked whether it, or one above it, is on a revocation list
 * @param freshUntil until when that is known; empty: for ever
 */
record TrustedSigner(
        String name, SignerKey key, Instant from, Instant to, boolean revoked, Optional<Instant> freshUntil) {
    /** Whether all is as it should be, without any allowance for clocks. */
    boolean isInForce(Instant now) {
        return !revoked && !now.isBefore(from) && !now.isAfter(to);
    }
}
