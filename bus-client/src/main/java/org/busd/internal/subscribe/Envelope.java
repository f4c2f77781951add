package org.busd.internal.subscribe;

import java.time.Instant;
import java.util.Optional;
import org.busd.config.Endpoint;
import org.busd.signing.EnvelopeText;

/**
 * A received envelope that passed all tests.
 *
 * @param text what came
 * @param from the listed endpoint it came from; empty where that is not known
 * @param signer whose signature was verified; empty where none was
 */
public record Envelope(EnvelopeText text, Optional<Endpoint> from, Optional<String> signer) {
    public String topic() {
        return text.topic();
    }

    /** The bytes as they came. */
    public byte[] received() {
        return text.received();
    }

    /** The same in canonical form, over which the signature was verified; the same array if they came so. */
    public byte[] canonical() {
        return text.canonical();
    }

    public long i() {
        return text.i();
    }

    public String msgId() {
        return text.msgId();
    }

    public Instant timestamp() {
        return text.timestamp();
    }

    public Optional<String> username() {
        return text.username();
    }

    /** Where the body begins in {@link #canonical()}. */
    public int bodyFrom() {
        return text.bodyFrom();
    }

    /** How many bytes it has. */
    public int bodyLength() {
        return text.bodyLength();
    }
}
