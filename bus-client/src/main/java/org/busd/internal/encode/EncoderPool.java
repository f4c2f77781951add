package org.busd.internal.encode;

import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.busd.internal.Failure;
import org.busd.internal.topic.TopicRules;
import org.busd.signing.CanonicalGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Encodes messages for any thread. Encoders keep buffers, so they are used again: each thread looks into a place of its
 * own (by its number), takes what is there and puts it back. Not a {@code ThreadLocal}: a publish inside a {@code toJson}
 * finds the place empty and gets an encoder of its own, virtual threads by the thousand share these few, and nothing
 * stays behind in pool threads.
 *
 * <p>Thread-safe.
 */
public final class EncoderPool {
    private static final int PLACES = 64;
    /** References between two places, so that neighbours do not share a cache line. */
    private static final int STRIDE = 16;

    /** Remembers the classes of what was encoded; null: closed. */
    private volatile @Nullable ObjectWriter writer;

    private final TopicRules rules;
    private final byte[] usernameJson;
    private final int maxBytes;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicReferenceArray<@Nullable EnvelopeEncoder> places = new AtomicReferenceArray<>(PLACES * STRIDE);

    /**
     * A pool for one client.
     *
     * @param username who publishes, as the envelopes say
     * @param maxBytes how large an envelope may be
     */
    public EncoderPool(ToJsonContract contract, TopicRules rules, String username, int maxBytes) {
        this.writer = BodyWriter.create(contract);
        this.rules = rules;
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
     * Encodes one message; see {@link EnvelopeEncoder#encode}.
     *
     * @throws EncodingException if {@code object} has no JSON form, or a too large one; names the place inside it
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is not one
     * @throws Failure.Closed if the pool is closed
     */
    public EncodedMessage encode(String modname, String topic, @Nullable Object object) {
        int place = (int) (Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
        EnvelopeEncoder encoder = places.getAndSet(place, null);
        if (encoder == null) {
            encoder = newEncoder();
        }
        try {
            return encoder.encode(numbers.incrementAndGet(), System.currentTimeMillis() / 1000, modname, topic, object);
        } finally {
            places.set(place, encoder);
            if (writer == null) {
                // Closed meanwhile, and perhaps emptied before.
                places.set(place, null);
            }
        }
    }

    private EnvelopeEncoder newEncoder() {
        ObjectWriter open = writer;
        if (open == null) {
            throw new Failure.Closed("the client is shut down");
        }
        return new EnvelopeEncoder(open, new WireTopics(rules), usernameJson, maxBytes);
    }

    /** Forgets the classes of what was encoded, and encodes no more. */
    public void close() {
        writer = null;
        for (int place = 0; place < places.length(); place += STRIDE) {
            places.set(place, null);
        }
    }
}
