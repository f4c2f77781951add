package org.busd.internal.subscribe;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.busd.config.BusSettings;
import org.busd.config.SignatureAlgorithm;
import org.busd.config.Validation;
import org.busd.internal.Failure;
import org.busd.signing.Algorithm;
import org.busd.signing.RoutingPolicy;
import org.busd.signing.TrustException;
import org.busd.signing.TrustStore;
import org.busd.signing.Verifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a client's subscriptions verify what they receive, and by which rules: the settings say so, and a
 * subscription may ask for more than they do, never for less. The files are
 * read when the first subscription is opened: who only publishes needs none. Thread-safe.
 */
public final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private final BusSettings settings;
    /** Guarded by this. */
    private @Nullable Verifier verifier;
    /** That nothing is verified; guarded by this. */
    private boolean told;

    public Verification(BusSettings settings) {
        this.settings = settings;
    }

    /**
     * A verifier for one more subscription.
     *
     * @param insists whether the subscription wants messages verified also where the settings do not ask for it
     * @return empty: messages are not verified
     * @throws Failure if the files of authorities or revocation lists cannot be used; they are read anew with each call
     */
    public synchronized Optional<Verifier> forSubscription(boolean insists) {
        Validation validation = settings.validation();
        if (validation.mode() == Validation.Mode.OFF && !insists) {
            return Optional.empty();
        }
        if (validation.ca().isEmpty()) {
            if (insists) {
                throw new Failure.Configuration("a subscription wants messages verified, and there is nobody to trust:"
                        + " set bus.validation.ca to the file with the trusted authorities");
            }
            tellThatNothingIsVerified();
            return Optional.empty();
        }
        Verifier first = verifier;
        if (first == null) {
            first = open(validation);
            verifier = first;
            return Optional.of(first);
        }
        return Optional.of(first.forAnotherStream());
    }

    private void tellThatNothingIsVerified() {
        if (settings.validation().mode() == Validation.Mode.REQUIRE) {
            throw new IllegalStateException("our own mistake: settings without bus.validation.ca, which they require");
        }
        if (!told) {
            told = true;
            LOG.warn("messages are not verified: anybody may have sent them. Set bus.validation.ca to the file with the"
                    + " trusted authorities, or bus.validation.mode to off to be content with that");
        }
    }

    private Verifier open(Validation validation) {
        TrustStore store;
        try {
            store = TrustStore.open(validation.ca().orElseThrow(), validation.crl());
        } catch (TrustException e) {
            throw new Failure.Configuration("bus.validation: " + e.getMessage(), e);
        }
        return rules(settings, store).build();
    }

    /** What {@code bus.validation} and {@code bus.routing-policy} say of messages, whoever is trusted. */
    public static Verifier.Builder rules(BusSettings settings, TrustStore store) {
        Validation validation = settings.validation();
        Verifier.Builder rules = Verifier.builder(store)
                .algorithms(algorithms(validation.algorithms()))
                .policy(RoutingPolicy.of(settings.routingPolicy(), settings.routingNitpicky()))
                .maxClockSkew(validation.maxClockSkew());
        if (validation.crlStale() == Validation.CrlStale.FAIL) {
            rules.failWhenCrlIsStale();
        }
        validation.maxAge().ifPresent(rules::maxAge);
        return rules;
    }

    private static Set<Algorithm> algorithms(Set<SignatureAlgorithm> accepted) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        for (SignatureAlgorithm one : accepted) {
            algorithms.add(Algorithm.ofCrypto(one.word())
                    .orElseThrow(() -> new IllegalStateException("our own mistake: no algorithm " + one.word())));
        }
        return algorithms;
    }
}
