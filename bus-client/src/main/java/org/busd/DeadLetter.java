package org.busd;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.busd.config.Endpoint;
import org.busd.signing.Reason;

/**
 * A received message that was not taken. Immutable as long as nobody writes into the bytes, which are the received ones.
 *
 * @param reason which rule it breaks; of several, the first. From {@link Reason#UNSIGNED} on, only where messages are
 *     verified
 * @param detail what exactly, for people; in one line of characters that can be seen
 * @param endpoint where it came from, as listed; empty where that is not known
 * @param bytes its second frame, as received
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to the handler, never compared.
public record DeadLetter(Reason reason, String detail, Optional<Endpoint> endpoint, byte[] bytes) {
    /**
     * The bytes as text.
     *
     * @return what is not UTF-8 shows as replacement characters
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
