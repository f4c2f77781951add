package org.busd;

import java.time.Instant;

/**
 * How far a consumer has come: the last message such that it is done with this and with all that came before. A hub keeps
 * it in {@code bus.state-dir} for consumers that {@linkplain ConsumerOptions.Builder#keepPosition() want that}. Immutable.
 *
 * @param topic the message's topic
 * @param msgId the message's id
 * @param timestamp when the message was made, as its sender says
 */
public record Position(String topic, String msgId, Instant timestamp) {
    static Position of(Message message) {
        return new Position(message.topic(), message.msgId(), message.timestamp());
    }
}
