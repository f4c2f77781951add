package org.busd.internal.subscribe;

import java.time.Instant;
import java.util.Optional;
import org.busd.config.Endpoint;

/**
 * A received envelope that passed all tests.
 *
 * @param from the listed endpoint it came from; empty where that is not known
 * @param received the bytes as they came
 * @param canonical the same in canonical form; the same array if they came so
 * @param bodyFrom where the body begins in {@code canonical}
 * @param bodyLength how many bytes it has
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Envelope(
        String topic,
        Optional<Endpoint> from,
        byte[] received,
        byte[] canonical,
        long i,
        String msgId,
        Instant timestamp,
        Optional<String> username,
        int bodyFrom,
        int bodyLength) {}
