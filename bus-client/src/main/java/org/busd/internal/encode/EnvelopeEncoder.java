package org.busd.internal.encode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.busd.signing.CanonicalGenerator;
import org.busd.signing.SigningPair;
import org.jspecify.annotations.Nullable;

/**
 * Builds envelopes. The body is written once, canonically; the envelope's own members stand in their sorted places
 * around it, so that nothing is encoded or sorted again:
 * {@code {"i":1,"msg":…,"msg_id":"2026-…","timestamp":…,"topic":"…","username":"…"}}. A signed one begins with
 * {@code certificate} and {@code crypto} and has a gap after {@code msg_id}, which is filled with the signature of what
 * stands around it.
 *
 * <p>Confined to one thread at a time.
 */
public final class EnvelopeEncoder {
    private static final byte[] BEFORE_I = ascii("\"i\":");
    private static final byte[] BEFORE_MSG = ascii(",\"msg\":");
    private static final byte[] BEFORE_ID = ascii(",\"msg_id\":\"");
    private static final byte[] BEFORE_TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] BEFORE_TOPIC = ascii(",\"topic\":");
    private static final byte[] BEFORE_USERNAME = ascii(",\"username\":");

    private final JsonMapper mapper;
    private ReusedProvider provider;
    private final WireTopics topics;
    private final byte[] usernameJson;
    private final int maxBytes;
    private final CanonicalGenerator body;
    private final MessageIds ids = new MessageIds();
    private final SecondText second = new SecondText();

    EnvelopeEncoder(JsonMapper mapper, WireTopics topics, byte[] usernameJson, int maxBytes) {
        this.mapper = mapper;
        this.provider = provider(mapper);
        this.topics = topics;
        this.usernameJson = usernameJson;
        this.maxBytes = maxBytes;
        // The envelope around it is one level of nesting.
        this.body = new CanonicalGenerator(maxBytes, CanonicalGenerator.MAX_DEPTH - 1);
        // For serializers of the program's that have Jackson write what is inside.
        this.body.setCodec(mapper);
    }

    /**
     * Encodes one message; {@code object} may change afterwards. To be followed by {@link #reset}.
     *
     * @param i the message's number in this process
     * @param pair what to sign it with; null: it is not signed
     * @throws EncodingException if {@code object} has no JSON form, or a too large one; names the place inside it
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is not one
     */
    public EncodedMessage encode(
            long i,
            long epochSecond,
            String modname,
            String topic,
            @Nullable Object object,
            @Nullable SigningPair pair) {
        WireTopic wireTopic = topics.of(modname, topic);
        second.set(epochSecond);
        write(object == null ? Map.of() : object);
        byte[] envelope = new byte[length(i, wireTopic, pair)];
        if (envelope.length > maxBytes) {
            throw new EncodingException(
                    "the message has " + envelope.length + " bytes, more than bus.publish.max-message-size = "
                            + maxBytes,
                    null);
        }
        int at = open(envelope, pair);
        at = put(BEFORE_I, envelope, at);
        at = Decimal.put(i, envelope, at);
        at = put(BEFORE_MSG, envelope, at);
        System.arraycopy(body.array(), 0, envelope, at, body.size());
        at += body.size();
        at = put(BEFORE_ID, envelope, at);
        at = put(second.year(), envelope, at);
        envelope[at++] = '-';
        ids.next(envelope, at);
        at += MessageIds.LENGTH;
        envelope[at++] = '"';
        int gap = at;
        at = put(BEFORE_TIMESTAMP, envelope, pair == null ? gap : gap + pair.signatureLength());
        at = put(second.text(), envelope, at);
        at = put(BEFORE_TOPIC, envelope, at);
        at = put(wireTopic.json(), envelope, at);
        at = put(BEFORE_USERNAME, envelope, at);
        at = put(usernameJson, envelope, at);
        envelope[at] = '}';
        return new EncodedMessage(wireTopic.frame(), pair == null ? envelope : pair.sign(envelope, gap));
    }

    /** Lets go of what the last message left, however it ended; to be called before the next. */
    void reset() {
        body.reset();
    }

    private static int open(byte[] envelope, @Nullable SigningPair pair) {
        if (pair != null) {
            return pair.open(envelope);
        }
        envelope[0] = '{';
        return 1;
    }

    private int length(long i, WireTopic topic, @Nullable SigningPair pair) {
        return (pair == null ? 1 : pair.openingLength() + pair.signatureLength())
                + BEFORE_I.length
                + Decimal.length(i)
                + BEFORE_MSG.length
                + body.size()
                + BEFORE_ID.length
                + second.year().length
                + 1
                + MessageIds.LENGTH
                + 1
                + BEFORE_TIMESTAMP.length
                + second.text().length
                + BEFORE_TOPIC.length
                + topic.json().length
                + BEFORE_USERNAME.length
                + usernameJson.length
                + 1;
    }

    private static ReusedProvider provider(JsonMapper mapper) {
        return (ReusedProvider) mapper.getSerializerProviderInstance();
    }

    private void write(Object object) {
        if (!provider.isCurrent()) {
            provider = provider(mapper);
        }
        try {
            provider.write(body, object);
            body.checkComplete();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw fault(e);
        }
    }

    /** Says where in the object it went wrong; whichever of Jackson and the generator knows more. */
    private EncodingException fault(Throwable thrown) {
        String path = body.currentPath();
        Throwable cause = thrown;
        String deepest = "";
        while (cause instanceof JsonMappingException mapping) {
            String known = JsonPaths.of(mapping);
            deepest = known.length() > deepest.length() ? known : deepest;
            if (mapping.getCause() == null || mapping.getCause() == mapping) {
                break;
            }
            cause = mapping.getCause();
        }
        String place = JsonPaths.shortened(deepest.length() > path.length() ? deepest : path);
        String what = cause instanceof JacksonException refused ? refused.getOriginalMessage() : reason(cause);
        // The generator's own words begin with the place.
        boolean named = place.isEmpty() || what.startsWith(place + ":");
        String limit = what.contains(" " + maxBytes + " bytes") ? " (bus.publish.max-message-size)" : "";
        return new EncodingException("cannot encode " + (named ? "" : place + ": ") + what + limit, thrown);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return "it refers to itself, or is nested too deeply (StackOverflowError)";
        }
        if (cause instanceof IOException || cause instanceof EncodingException) {
            return String.valueOf(cause.getMessage());
        }
        return cause.toString();
    }

    private static int put(byte[] bytes, byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
