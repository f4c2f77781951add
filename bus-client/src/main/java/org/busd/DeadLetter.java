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
    /** The rules, in the order in which they are tested. */
    public enum Reason {
        /** Not UTF-8, or no JSON that the wire format allows: too deep, numbers too long, a name twice. */
        NOT_JSON,
        /** JSON, but no envelope; or not a message of two frames. */
        BAD_ENVELOPE,
        /** The topic in the first frame is not the envelope's. */
        TOPIC_MISMATCH;

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
