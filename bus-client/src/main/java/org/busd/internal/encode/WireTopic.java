package org.busd.internal.encode;

import java.nio.charset.StandardCharsets;

/** A full topic in the two forms in which a message carries it; ASCII, so that its JSON form needs no escapes. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record WireTopic(byte[] frame, byte[] json) {
    static WireTopic of(String fullTopic) {
        return new WireTopic(
                fullTopic.getBytes(StandardCharsets.US_ASCII),
                ('"' + fullTopic + '"').getBytes(StandardCharsets.US_ASCII));
    }
}
