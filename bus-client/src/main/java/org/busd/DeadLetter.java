package org.busd;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.busd.config.Endpoint;

/**
 * A received message that was not taken.
 *
 * @param reason which rule it breaks
 * @param detail what exactly, for people
 * @param endpoint where it came from, as listed; empty where that is not known
 * @param bytes its second frame, as received
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the handler, never compared.
public record DeadLetter(Reason reason, String detail, Optional<Endpoint> endpoint, byte[] bytes) {
    /** The rules; of several that are broken, the first. From {@link #UNSIGNED} on, only where messages are verified. */
    public enum Reason {
        /** Not UTF-8, or no JSON that the wire format allows: too deep, numbers too long, a name twice. */
        NOT_JSON,
        /** JSON, but no envelope; or not a message of two frames. */
        BAD_ENVELOPE,
        /** The topic in the first frame is not the envelope's. */
        TOPIC_MISMATCH,
        /** There is no signature, or no certificate with it. */
        UNSIGNED,
        /** {@code crypto} names no algorithm, or none of {@code bus.validation.algorithms}. */
        UNSUPPORTED_CRYPTO,
        /** The certificate is none, is not of a trusted authority, or is not one to sign messages with. */
        UNTRUSTED,
        /** The certificate's time, or that of an authority above it, has not begun. */
        NOT_YET_VALID,
        /** The certificate's time, or that of an authority above it, has ended. */
        EXPIRED,
        /** The certificate, or an authority above it, is on a revocation list. */
        REVOKED,
        /** The revocation list is past its date, and {@code bus.validation.crl-stale} is {@code fail}. */
        CRL_STALE,
        /** The signature is none, or was not made over these bytes by the certificate's key. */
        BAD_SIGNATURE,
        /** The signer may not speak on this topic ({@code bus.routing-policy}). */
        POLICY,
        /** Older than {@code bus.validation.max-age}, from the future, or heard before. */
        TOO_OLD;

        /** The reason's name in commands and metrics, e.g. {@code not-json}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * The bytes as text.
     *
     * @return what is not UTF-8 shows as replacement characters
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
