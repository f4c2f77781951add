package org.busd.internal.encode;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.internal.Failure;
import org.busd.internal.Places;
import org.busd.internal.topic.TopicRules;
import org.busd.signing.CanonicalGenerator;
import org.busd.signing.SigningPair;
import org.jspecify.annotations.Nullable;

/**
 * Encodes messages for any thread. Encoders keep buffers, so they are used again: each thread takes what lies at its place
 * and puts it back. A publish inside a {@code toJson} finds the place empty and gets an encoder of its own.
 *
 * <p>Thread-safe.
 */
public final class EncoderPool {
    /** Remembers the classes of what was encoded; null: closed. */
    private volatile @Nullable JsonMapper mapper;

    private final TopicRules rules;
    private final MessageSigner signer;
    private final byte[] usernameJson;
    private final int maxBytes;
    private final AtomicLong numbers = new AtomicLong();
    private final Places<EnvelopeEncoder> places = new Places<>();

    /**
     * A pool for one client.
     *
     * @param username who publishes, as the envelopes say
     * @param maxBytes how large an envelope may be, its signature included
     */
    public EncoderPool(ToJsonContract contract, TopicRules rules, MessageSigner signer, String username, int maxBytes) {
        this.mapper = BodyWriter.create(contract);
        this.rules = rules;
        this.signer = signer;
        this.usernameJson = json(username);
        this.maxBytes = maxBytes;
    }

    private static byte[] json(String text) {
        try (CanonicalGenerator generator = new CanonicalGenerator(1 << 20)) {
            generator.writeString(text);
            return generator.toByteArray();
        } catch (IOException e) {
            throw new Failure("the user name \"" + text + "\" cannot be encoded", e);
        }
    }

    /**
     * Encodes one message, and signs it if messages are signed; see {@link EnvelopeEncoder#encode}.
     *
     * @throws EncodingException if {@code object} has no JSON form, or a too large one; names the place inside it
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is not one
     * @throws Failure.Closed if the pool is closed
     * @throws Failure if it was to be signed, and cannot be
     */
    public EncodedMessage encode(String modname, String topic, @Nullable Object object) {
        EnvelopeEncoder encoder = places.take();
        if (encoder == null) {
            encoder = newEncoder();
        }
        try {
            SigningPair pair = signer.pair();
            return encoder.encode(
                    numbers.incrementAndGet(), System.currentTimeMillis() / 1000, modname, topic, object, pair);
        } finally {
            encoder.reset();
            places.leave(encoder);
            if (mapper == null) {
                // Closed meanwhile, and perhaps emptied before.
                places.clear();
            }
        }
    }

    private EnvelopeEncoder newEncoder() {
        JsonMapper open = mapper;
        if (open == null) {
            throw new Failure.Closed("the client is shut down");
        }
        return new EnvelopeEncoder(open, new WireTopics(rules), usernameJson, maxBytes);
    }

    /** Forgets the classes of what was encoded, and encodes no more. */
    public void close() {
        mapper = null;
        places.clear();
    }
}
