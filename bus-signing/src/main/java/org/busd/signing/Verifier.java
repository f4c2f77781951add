package org.busd.signing;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of received messages whether they are what their signers signed. No network is used, and nothing but a
 * {@link Verdict} comes out: whatever goes wrong inside makes a message invalid.
 *
 * <p>Thread-safe; to be kept, for it remembers certificates that hold.
 */
public final class Verifier {
    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

    private static final Verdict.Invalid FAILED = new Verdict.Invalid(
            Reason.BAD_SIGNATURE, "could not be verified: out of memory or of stack, or another error of the JVM's");

    /** No signature of an accepted key has more bytes; RSA with 8192 bits has 1024, in base64. */
    private static final int LONGEST_SIGNATURE = 4096;

    private final Rules rules;
    private final @Nullable RecentMessages recent;
    /** The trust of which it was logged that its revocation list is past its date. */
    private final AtomicReference<@Nullable Trust> toldStale;

    /** What a verifier goes by. */
    private record Rules(
            TrustStore store,
            Set<Algorithm> algorithms,
            RoutingPolicy policy,
            Duration maxClockSkew,
            Optional<Duration> maxAge,
            boolean failWhenStale,
            Clock clock) {}

    private Verifier(Rules rules, AtomicReference<@Nullable Trust> toldStale) {
        this.rules = rules;
        this.toldStale = toldStale;
        this.recent = rules.maxAge()
                .map(age -> new RecentMessages(
                        age.plus(rules.maxClockSkew()), rules.clock().instant()))
                .orElse(null);
    }

    /**
     * Starts with: all algorithms, everybody may speak on any topic, clocks may differ by five minutes, messages may be of
     * any age, revocation lists past their date only cause a warning.
     *
     * @param store whom to trust
     * @return a new builder
     */
    public static Builder builder(TrustStore store) {
        return new Builder(store);
    }

    /** Collects what a verifier goes by. Not thread-safe. */
    public static final class Builder {
        private final TrustStore store;
        private Set<Algorithm> algorithms = EnumSet.allOf(Algorithm.class);
        private RoutingPolicy policy = RoutingPolicy.open();
        private Duration maxClockSkew = Duration.ofMinutes(5);
        private Optional<Duration> maxAge = Optional.empty();
        private boolean failWhenStale;
        private Clock clock = Clock.systemUTC();

        private Builder(TrustStore store) {
            this.store = store;
        }

        /**
         * Sets which signatures are accepted.
         *
         * @param accepted at least one
         * @return this
         */
        public Builder algorithms(Set<Algorithm> accepted) {
            algorithms = EnumSet.copyOf(accepted);
            return this;
        }

        /**
         * Sets who may speak on which topic.
         *
         * @param given any
         * @return this
         */
        public Builder policy(RoutingPolicy given) {
            policy = given;
            return this;
        }

        /**
         * Sets by how much the clocks of two hosts may differ: certificates count so much longer, at both ends.
         *
         * @param given zero or more
         * @return this
         */
        public Builder maxClockSkew(Duration given) {
            maxClockSkew = given;
            return this;
        }

        /**
         * Sets how old a message may be. Then it may not be from the future either, by more than the clocks may differ, and
         * none is valid twice: the last hundred thousand are remembered.
         *
         * @param given more than zero
         * @return this
         */
        public Builder maxAge(Duration given) {
            maxAge = Optional.of(given);
            return this;
        }

        /**
         * Makes messages invalid while the revocation list of their authority is past its date.
         *
         * @return this
         */
        public Builder failWhenCrlIsStale() {
            failWhenStale = true;
            return this;
        }

        Builder clock(Clock given) {
            clock = given;
            return this;
        }

        /**
         * Makes the verifier.
         *
         * @return a new one
         */
        public Verifier build() {
            return new Verifier(
                    new Rules(store, Set.copyOf(algorithms), policy, maxClockSkew, maxAge, failWhenStale, clock),
                    new AtomicReference<>());
        }
    }

    /**
     * A verifier for another stream of messages. It goes by the same rules and shares what is known of certificates; but
     * which messages were heard before (see {@link Builder#maxAge}) is remembered for each stream: two subscriptions of a
     * process may hear the same message.
     *
     * @return a new one
     */
    public Verifier forAnotherStream() {
        return new Verifier(rules, toldStale);
    }

    /**
     * Verifies a message.
     *
     * @param topic its first frame
     * @param envelope its second frame
     * @return the verdict; there are no exceptions
     */
    public Verdict verify(byte[] topic, byte[] envelope) {
        try {
            EnvelopeText text = EnvelopeText.read(envelope);
            text.checkTopic(topic);
            return new Verdict.Valid(check(text));
        } catch (Throwable e) {
            return invalid(e);
        }
    }

    /**
     * Verifies an envelope that did not come in frames.
     *
     * @param envelope JSON text
     * @return the verdict, never {@link Reason#TOPIC_MISMATCH}; there are no exceptions
     */
    public Verdict verify(byte[] envelope) {
        try {
            return new Verdict.Valid(check(EnvelopeText.read(envelope)));
        } catch (Throwable e) {
            return invalid(e);
        }
    }

    /**
     * Verifies an envelope that was read already. The bytes that the verdict is of are {@link EnvelopeText#canonical()}.
     *
     * @param envelope any
     * @return the verdict; there are no exceptions
     */
    public Verdict verify(EnvelopeText envelope) {
        try {
            return new Verdict.Valid(check(envelope));
        } catch (Throwable e) {
            return invalid(e);
        }
    }

    /** Everything: a hostile message may find a way to any error, and must not end who listens. */
    private static Verdict invalid(Throwable e) {
        if (e instanceof InvalidMessageException invalid) {
            return invalid.verdict();
        }
        return e instanceof Exception
                ? new Verdict.Invalid(
                        Reason.BAD_SIGNATURE,
                        "could not be verified: " + e.getClass().getName())
                : FAILED;
    }

    private String check(EnvelopeText envelope) throws InvalidMessageException {
        EnvelopeMembers.Extent certificate = envelope.certificate();
        EnvelopeMembers.Extent signature = envelope.signature();
        if (certificate == null || signature == null) {
            throw new InvalidMessageException(
                    Reason.UNSIGNED, "there is no " + (signature == null ? "signature" : "certificate"));
        }
        Algorithm algorithm = algorithm(envelope);
        Trust trust = rules.store().trust();
        Instant now = rules.clock().instant();
        CertificateText text = text(envelope, certificate);
        TrustedSigner known = trust.known(text, now);
        TrustedSigner signer = known == null ? trust.judge(text, now) : known;
        checkSigner(signer, algorithm, trust, now);
        if (!holds(envelope, certificate, signature, signer, algorithm)) {
            throw new InvalidMessageException(
                    Reason.BAD_SIGNATURE, "the signature is not " + signer.name() + "'s over this envelope");
        }
        if (known == null) {
            trust.remember(text, signer, now);
        }
        if (!rules.policy().admits(envelope.topic(), signer.name())) {
            throw new InvalidMessageException(Reason.POLICY, signer.name() + " may not speak on " + envelope.topic());
        }
        checkAge(envelope, signer, now);
        return signer.name();
    }

    private Algorithm algorithm(EnvelopeText envelope) throws InvalidMessageException {
        EnvelopeMembers.Extent crypto = envelope.crypto();
        String word = crypto == null ? Algorithm.X509.crypto() : envelope.textOf(crypto); // fedmsg up to 0.7.2
        Algorithm algorithm = word == null ? null : Algorithm.ofCrypto(word).orElse(null);
        if (algorithm == null) {
            throw new InvalidMessageException(
                    Reason.UNSUPPORTED_CRYPTO, "crypto is " + (word == null ? "no text" : word));
        }
        if (!rules.algorithms().contains(algorithm)) {
            throw new InvalidMessageException(
                    Reason.UNSUPPORTED_CRYPTO, "crypto is " + word + ", which is not accepted here");
        }
        return algorithm;
    }

    private static CertificateText text(EnvelopeText envelope, EnvelopeMembers.Extent certificate)
            throws InvalidMessageException {
        if (envelope.canonical()[certificate.valueFrom()] != '"') {
            throw new InvalidMessageException(Reason.UNTRUSTED, "the certificate is no text");
        }
        return new CertificateText(envelope.canonical(), certificate.valueFrom() + 1, certificate.to() - 1);
    }

    private void checkSigner(TrustedSigner signer, Algorithm algorithm, Trust trust, Instant now)
            throws InvalidMessageException {
        if (!signer.key().fits(algorithm)) {
            throw new InvalidMessageException(
                    Reason.UNTRUSTED,
                    "crypto is " + algorithm.crypto() + ", but the certificate's key is "
                            + signer.key().kind());
        }
        if (now.isBefore(signer.from().minus(rules.maxClockSkew()))) {
            throw new InvalidMessageException(
                    Reason.NOT_YET_VALID, "the certificate of " + signer.name() + " begins at " + signer.from());
        }
        if (now.isAfter(signer.to().plus(rules.maxClockSkew()))) {
            throw new InvalidMessageException(
                    Reason.EXPIRED, "the certificate of " + signer.name() + " ended at " + signer.to());
        }
        if (signer.revoked()) {
            throw new InvalidMessageException(Reason.REVOKED, "the certificate of " + signer.name() + " is revoked");
        }
        if (signer.freshUntil().isPresent() && now.isAfter(signer.freshUntil().get())) {
            checkStale(trust, signer.freshUntil().get());
        }
    }

    private void checkStale(Trust trust, Instant since) throws InvalidMessageException {
        if (rules.failWhenStale()) {
            throw new InvalidMessageException(Reason.CRL_STALE, "the revocation list was to be renewed by " + since);
        }
        if (toldStale.getAndSet(trust) != trust) {
            LOG.warn("the revocation list was to be renewed by {}; it is still used, as it is", since);
        }
    }

    private static boolean holds(
            EnvelopeText envelope,
            EnvelopeMembers.Extent certificate,
            EnvelopeMembers.Extent signature,
            TrustedSigner signer,
            Algorithm algorithm)
            throws InvalidMessageException {
        byte[] canonical = envelope.canonical();
        int from = signature.valueFrom();
        int to = signature.to();
        byte[] decoded = canonical[from] != '"' || to - from > LONGEST_SIGNATURE
                ? null
                : Base64Lines.ofJson(canonical, from + 1, to - 1);
        if (decoded == null) {
            throw new InvalidMessageException(
                    Reason.BAD_SIGNATURE, "the signature is no base64 of at most " + LONGEST_SIGNATURE + " letters");
        }
        try {
            return signer.key().verifies(algorithm, envelope.without(certificate, signature), decoded);
        } catch (GeneralSecurityException e) {
            throw new InvalidMessageException(Reason.BAD_SIGNATURE, "the signature is none: " + e.getMessage());
        }
    }

    private void checkAge(EnvelopeText envelope, TrustedSigner signer, Instant now) throws InvalidMessageException {
        if (rules.maxAge().isEmpty() || recent == null) {
            return;
        }
        Instant made = envelope.timestamp();
        if (made.isBefore(now.minus(rules.maxAge().get()))) {
            throw new InvalidMessageException(Reason.TOO_OLD, "made at " + made);
        }
        if (made.isAfter(now.plus(rules.maxClockSkew()))) {
            throw new InvalidMessageException(Reason.TOO_OLD, "made at " + made + ", which is yet to come");
        }
        // Of this signer: ids can be foreseen, and nobody is to be able to use up another's. A name has no NUL.
        if (!recent.add(signer.name() + '\0' + envelope.msgId(), now)) {
            throw new InvalidMessageException(Reason.TOO_OLD, "heard before: " + envelope.msgId());
        }
    }
}
