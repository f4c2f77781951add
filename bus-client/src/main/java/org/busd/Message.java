package org.busd;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.busd.config.Endpoint;
import org.busd.internal.subscribe.BodyReader;
import org.busd.internal.subscribe.Envelope;
import org.busd.internal.subscribe.EnvelopeReader;

/**
 * A received message: an envelope, and the body in it. Only what passed all tests of the wire format becomes one.
 *
 * <p>Immutable and thread-safe: each call gives its caller trees and arrays of its own.
 */
public final class Message {
    private static final ObjectReader TREES =
            JsonMapper.builder(EnvelopeReader.FACTORY).build().readerFor(JsonNode.class);

    private final Envelope envelope;
    private final BodyReader bodies;

    Message(Envelope envelope, BodyReader bodies) {
        this.envelope = envelope;
        this.bodies = bodies;
    }

    /**
     * The full topic, e.g. {@code org.example.prod.orders.order.created}.
     *
     * @return the first frame, which is also the envelope's {@code topic}
     */
    public String topic() {
        return envelope.topic();
    }

    /**
     * Where it came from: a publisher, or the relay or gateway that passed it on.
     *
     * @return the endpoint as listed; empty where no network was in between
     */
    public Optional<Endpoint> endpoint() {
        return envelope.from();
    }

    /**
     * The body.
     *
     * @return the envelope's {@code msg}, a tree of the caller's own
     */
    public JsonNode body() {
        return tree(envelope.canonical(), envelope.bodyFrom(), envelope.bodyLength());
    }

    /**
     * The body as an object, made by Jackson with the modules found on the class path; members that the type does not know
     * are passed over. What {@link Bus#publish} has written of java.time, {@code Date}, {@code Calendar} and {@code Optional}
     * is read back: points in time from seconds since the epoch, in UTC, what is not there as an empty {@code Optional}.
     *
     * @param <T> what the caller wants
     * @param type what the caller wants: a record, a bean, a map
     * @return a new object
     * @throws IllegalArgumentException if the body does not fit the type; the message says where
     */
    public <T> T bodyAs(Class<T> type) {
        try {
            return bodies.read(envelope, type);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the body of " + envelope.msgId() + " is no " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The whole envelope.
     *
     * @return {@code i}, {@code msg}, {@code msg_id}, {@code timestamp}, {@code topic} and whatever else its sender put in,
     *     a tree of the caller's own
     */
    public ObjectNode envelope() {
        return (ObjectNode) tree(envelope.canonical(), 0, envelope.canonical().length);
    }

    private static JsonNode tree(byte[] json, int from, int length) {
        try (JsonParser parser = EnvelopeReader.FACTORY.createParser(json, from, length)) {
            return TREES.readTree(parser);
        } catch (IOException e) {
            // It was read before.
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The envelope as received.
     *
     * @return JSON text, of any form its sender chose
     */
    public String text() {
        return new String(envelope.received(), StandardCharsets.UTF_8);
    }

    /**
     * The envelope as received.
     *
     * @return a copy of the second frame
     */
    public byte[] bytes() {
        return envelope.received().clone();
    }

    /** How many bytes were received. */
    int size() {
        return envelope.received().length;
    }

    /**
     * The envelope in canonical form: members sorted, no white space, ASCII.
     *
     * @return JSON text of one line
     */
    public String canonicalText() {
        return new String(envelope.canonical(), StandardCharsets.US_ASCII);
    }

    /**
     * The sender's number for the message.
     *
     * @return counted from 1 by each process, unordered between its threads, with gaps
     */
    public long i() {
        return envelope.i();
    }

    /**
     * The message's id.
     *
     * @return the year and a UUID
     */
    public String msgId() {
        return envelope.msgId();
    }

    /**
     * When the message was made, as its sender says.
     *
     * @return usually whole seconds
     */
    public Instant timestamp() {
        return envelope.timestamp();
    }

    /**
     * The account the sender ran under, as it says.
     *
     * @return empty where the sender does not say
     */
    public Optional<String> username() {
        return envelope.username();
    }

    /**
     * Who signed the message, where it was verified ({@code bus.validation}).
     *
     * @return the only common name in the signer's certificate; empty where nothing was verified, whatever the envelope
     *     says
     */
    public Optional<String> signer() {
        return envelope.signer();
    }

    /** The topic and id, for logs. */
    @Override
    public String toString() {
        return topic() + " " + msgId();
    }
}
