package org.busd.signing;

import java.util.Locale;

/** Why a message is not valid. Where several apply, the first one is told: they are in order of precedence. */
public enum Reason {
    /** Not UTF-8, or no JSON that the wire format allows: too deep, numbers too long. */
    NOT_JSON,
    /** JSON, but no envelope; a name that occurs twice in one object; or not a message of two frames. */
    BAD_ENVELOPE,
    /** The topic in the first frame is not the envelope's. */
    TOPIC_MISMATCH,
    /** There is no signature, or no certificate with it. */
    UNSIGNED,
    /** {@code crypto} names no algorithm, or one that is not accepted. */
    UNSUPPORTED_CRYPTO,
    /** The certificate is none, is not of a trusted authority, or is not one to sign messages with. */
    UNTRUSTED,
    /** The certificate's time, or that of an authority above it, has not begun. */
    NOT_YET_VALID,
    /** The certificate's time, or that of an authority above it, has ended. */
    EXPIRED,
    /** The certificate, or an authority above it, is on a revocation list. */
    REVOKED,
    /** The revocation list is past its date, and that is set to matter. */
    CRL_STALE,
    /** The signature is none, or was not made over these bytes by the certificate's key. */
    BAD_SIGNATURE,
    /** The signer may not speak on this topic. */
    POLICY,
    /** Older than allowed, from the future, or heard before. */
    TOO_OLD;

    /** The reason's name in commands and metrics, e.g. {@code not-json}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
