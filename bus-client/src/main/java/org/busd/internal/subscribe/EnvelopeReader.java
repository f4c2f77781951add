package org.busd.internal.subscribe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.busd.internal.OwnJackson;
import org.busd.internal.subscribe.BadMessage.Reason;
import org.busd.internal.transport.Frames;
import org.busd.signing.CanonicalJson;
import org.busd.signing.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Reads received messages strictly: two frames; the second one JSON as the wire format allows it, an object with the
 * members of an envelope; its topic that of the first frame. Thread-safe.
 */
public final class EnvelopeReader {
    /** Reads what {@link CanonicalJson} has let through; its limits are stricter, and the message's size is bounded. */
    public static final JsonFactory FACTORY = OwnJackson.factory()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final int NANO_DIGITS = 9;

    /** Reads what this client has encoded itself. */
    public Envelope readOwn(byte[] topic, byte[] envelope) {
        try {
            return read(new Frames(topic, envelope, 2, null));
        } catch (BadMessage e) {
            throw new IllegalStateException("our own mistake: what was encoded is no message", e);
        }
    }

    Envelope read(Frames frames) throws BadMessage {
        if (frames.parts() != 2) {
            throw new BadMessage(
                    Reason.BAD_ENVELOPE,
                    "a message has two frames, topic and envelope; this one has " + frames.parts());
        }
        String topic = new String(frames.topic(), StandardCharsets.UTF_8);
        byte[] canonical = canonical(frames.envelope());
        try (JsonParser parser = FACTORY.createParser(canonical)) {
            return read(topic, frames, canonical, parser);
        } catch (IOException e) {
            throw new BadMessage(Reason.BAD_ENVELOPE, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] canonical(byte[] received) throws BadMessage {
        if (CanonicalJson.isCanonical(received, 0, received.length)) {
            return received;
        }
        try {
            return CanonicalJson.canonicalize(received);
        } catch (MalformedJsonException e) {
            throw new BadMessage(Reason.NOT_JSON, String.valueOf(e.getMessage()));
        }
    }

    private static Envelope read(String topic, Frames frames, byte[] canonical, JsonParser parser)
            throws IOException, BadMessage {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadMessage(Reason.BAD_ENVELOPE, "an envelope is a JSON object");
        }
        Long i = null;
        String msgId = null;
        Instant timestamp = null;
        String envelopeTopic = null;
        String username = null;
        long bodyFrom = -1;
        long bodyEnd = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "i" -> i = value == JsonToken.VALUE_NUMBER_INT ? number(parser) : null;
                case "msg" -> {
                    bodyFrom = parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    // A scalar's end is known only once it has been read.
                    parser.finishToken();
                    bodyEnd = parser.currentLocation().getByteOffset();
                }
                case "msg_id" -> msgId = text(parser, value);
                case "timestamp" -> timestamp = time(parser, value);
                case "topic" -> envelopeTopic = text(parser, value);
                case "username" -> username = text(parser, value);
                default -> parser.skipChildren();
            }
        }
        if (envelopeTopic == null || i == null || msgId == null || timestamp == null || bodyFrom < 0) {
            throw new BadMessage(
                    Reason.BAD_ENVELOPE,
                    "an envelope has i (an integer), msg, msg_id (a text), timestamp (a number) and topic (a text)");
        }
        if (!envelopeTopic.equals(topic)) {
            throw new BadMessage(
                    Reason.TOPIC_MISMATCH, "the frame's topic is " + topic + ", the envelope's is " + envelopeTopic);
        }
        return new Envelope(
                topic,
                Optional.ofNullable(frames.from()),
                frames.envelope(),
                canonical,
                i,
                msgId,
                timestamp,
                Optional.ofNullable(username),
                (int) bodyFrom,
                (int) (bodyEnd - bodyFrom));
    }

    private static @Nullable Long number(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? null : (Long) parser.getLongValue();
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return null;
    }

    /** Seconds since the epoch; fedmsg writes whole ones, others may not. */
    private static @Nullable Instant time(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return within(BigDecimal.valueOf(parser.getLongValue()));
        }
        if (value == JsonToken.VALUE_NUMBER_FLOAT && !parser.isNaN()) {
            return within(BigDecimal.valueOf(parser.getDoubleValue()));
        }
        parser.skipChildren();
        return null;
    }

    private static @Nullable Instant within(BigDecimal seconds) {
        if (seconds.compareTo(BigDecimal.valueOf(Instant.MIN.getEpochSecond())) < 0
                || seconds.compareTo(BigDecimal.valueOf(Instant.MAX.getEpochSecond())) > 0) {
            return null;
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue());
    }
}
