package org.busd;

import org.busd.config.BusSettings;
import org.busd.internal.subscribe.Verification;
import org.busd.signing.TrustStore;
import org.busd.signing.Verifier;

/**
 * Verifiers that go by a bus's settings, for messages that no subscription has received: kept in files, or come by another
 * way. Stateless.
 */
public final class Verifiers {
    private Verifiers() {}

    /**
     * Begins a verifier with what {@code bus.validation} says of algorithms, clocks, age and lists past their date, and with
     * {@code bus.routing-policy}. Its {@code mode}, {@code ca} and {@code crl} play no part.
     *
     * @param settings any
     * @param store whom to trust
     * @return a new builder, of which more can be asked
     */
    public static Verifier.Builder builder(BusSettings settings, TrustStore store) {
        return Verification.rules(settings, store);
    }
}
