package org.busd.signing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.busd.signing.EnvelopeMembers.Extent;
import org.jspecify.annotations.Nullable;

/**
 * A received envelope: JSON as the wire format allows it, an object with the members that an envelope has. What its body
 * says, and whether it is signed, is not looked at.
 *
 * <p>Immutable, as long as nobody writes into the arrays, which are not copied; thread-safe.
 */
public final class EnvelopeText {
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal FIRST = BigDecimal.valueOf(Instant.MIN.getEpochSecond());
    private static final BigDecimal LAST = BigDecimal.valueOf(Instant.MAX.getEpochSecond());

    private final byte[] received;
    private final byte[] canonical;
    private final long i;
    private final String msgId;
    private final Instant timestamp;
    private final String topic;
    private final Optional<String> username;
    private final Extent body;
    private final @Nullable Extent crypto;
    private final @Nullable Extent signature;
    private final @Nullable Extent certificate;

    /**
     * Reads an envelope.
     *
     * @param received the message's second frame; kept, so not to be changed any more
     * @return the envelope
     * @throws InvalidMessageException with {@link Reason#NOT_JSON} or {@link Reason#BAD_ENVELOPE}; no other is thrown
     */
    public static EnvelopeText read(byte[] received) throws InvalidMessageException {
        Optional<EnvelopeMembers> members = EnvelopeMembers.ifCanonical(received);
        return new EnvelopeText(
                received, members.isPresent() ? members.get() : EnvelopeMembers.of(canonical(received)));
    }

    private static byte[] canonical(byte[] received) throws InvalidMessageException {
        byte[] canonical;
        try {
            canonical = CanonicalJson.canonicalize(received);
        } catch (MalformedJsonException e) {
            throw new InvalidMessageException(
                    e.isRepeatedName() ? Reason.BAD_ENVELOPE : Reason.NOT_JSON, String.valueOf(e.getMessage()));
        }
        if (canonical[0] != '{') {
            throw new InvalidMessageException(Reason.BAD_ENVELOPE, "an envelope is a JSON object");
        }
        return canonical;
    }

    private EnvelopeText(byte[] received, EnvelopeMembers members) throws InvalidMessageException {
        Long number = members.integer(EnvelopeMembers.I);
        String id = members.text(EnvelopeMembers.MSG_ID);
        Instant time = time(members);
        String about = members.text(EnvelopeMembers.TOPIC);
        Extent msg = members.get(EnvelopeMembers.MSG);
        if (number == null || id == null || time == null || about == null || msg == null) {
            throw new InvalidMessageException(
                    Reason.BAD_ENVELOPE,
                    "an envelope has i (an integer), msg, msg_id (a text), timestamp (a number) and topic (a text)");
        }
        this.received = received;
        this.canonical = members.canonical();
        this.i = number;
        this.msgId = id;
        this.timestamp = time;
        this.topic = about;
        this.username = Optional.ofNullable(members.text(EnvelopeMembers.USERNAME));
        this.body = msg;
        this.crypto = members.get(EnvelopeMembers.CRYPTO);
        this.signature = members.get(EnvelopeMembers.SIGNATURE);
        this.certificate = members.get(EnvelopeMembers.CERTIFICATE);
    }

    /** Seconds since the epoch; fedmsg writes whole ones, others may not. */
    private static @Nullable Instant time(EnvelopeMembers members) {
        Long whole = members.integer(EnvelopeMembers.TIMESTAMP);
        if (whole != null) {
            return whole < Instant.MIN.getEpochSecond() || whole > Instant.MAX.getEpochSecond()
                    ? null
                    : Instant.ofEpochSecond(whole);
        }
        Double parts = members.number(EnvelopeMembers.TIMESTAMP);
        return parts == null ? null : within(BigDecimal.valueOf(parts));
    }

    private static @Nullable Instant within(BigDecimal seconds) {
        if (seconds.compareTo(FIRST) < 0 || seconds.compareTo(LAST) > 0) {
            return null;
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue());
    }

    /**
     * Checks that the message's first frame says what the envelope says.
     *
     * @param frame the first frame
     * @throws InvalidMessageException with {@link Reason#TOPIC_MISMATCH} if it does not
     */
    public void checkTopic(byte[] frame) throws InvalidMessageException {
        if (isTopic(frame)) {
            return;
        }
        char[] units = new char[frame.length];
        String said;
        try {
            said = new String(units, 0, StrictUtf8.decode(frame, 0, frame.length, units, 0));
        } catch (MalformedJsonException e) {
            throw new InvalidMessageException(Reason.TOPIC_MISMATCH, "the frame's topic is no UTF-8");
        }
        if (!said.equals(topic)) {
            throw new InvalidMessageException(
                    Reason.TOPIC_MISMATCH, "the frame's topic is " + said + ", the envelope's is " + topic);
        }
    }

    /** Whether {@code frame} is the topic, where that is ASCII; false promises nothing. */
    private boolean isTopic(byte[] frame) {
        if (frame.length != topic.length()) {
            return false;
        }
        for (int at = 0; at < frame.length; at++) {
            // An ASCII character is the byte that it is in UTF-8; no other equals a byte, which has a sign.
            if (frame[at] != topic.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The envelope as it came.
     *
     * @return the array itself
     */
    public byte[] received() {
        return received;
    }

    /**
     * The envelope in canonical form.
     *
     * @return the array itself, all ASCII; the one of {@link #received()} if it came so
     */
    public byte[] canonical() {
        return canonical;
    }

    /**
     * The sender's number for the message.
     *
     * @return any
     */
    public long i() {
        return i;
    }

    /**
     * The message's id.
     *
     * @return any text
     */
    public String msgId() {
        return msgId;
    }

    /**
     * When the message was made, as its sender says.
     *
     * @return any
     */
    public Instant timestamp() {
        return timestamp;
    }

    /**
     * The topic.
     *
     * @return any text
     */
    public String topic() {
        return topic;
    }

    /**
     * The account the sender ran under, as it says.
     *
     * @return empty where the sender does not say
     */
    public Optional<String> username() {
        return username;
    }

    /**
     * Where the body begins in {@link #canonical()}.
     *
     * @return an index
     */
    public int bodyFrom() {
        return body.valueFrom();
    }

    /**
     * How long the body is in {@link #canonical()}.
     *
     * @return bytes
     */
    public int bodyLength() {
        return body.to() - body.valueFrom();
    }

    /**
     * Whether it carries a signature, a good one or not: a member {@code signature}, whatever that is.
     *
     * @return whether there is one
     */
    public boolean isSigned() {
        return signature != null;
    }

    /** How it is signed; null if that is not said. */
    @Nullable
    Extent crypto() {
        return crypto;
    }

    @Nullable
    Extent signature() {
        return signature;
    }

    @Nullable
    Extent certificate() {
        return certificate;
    }

    /** The text that a member is; null if it is none. */
    @Nullable
    String textOf(Extent member) {
        return CanonicalValue.text(canonical, member.valueFrom(), member.to());
    }

    /**
     * What was signed: all but the two members, which are never the last ones, for {@code topic} is there, too. To leave
     * members out of canonical JSON leaves canonical JSON.
     */
    byte[] without(Extent first, Extent second) {
        int gone = first.to() + 1 - first.from() + second.to() + 1 - second.from();
        byte[] left = Arrays.copyOf(canonical, canonical.length - gone);
        int at = first.from();
        int between = second.from() - first.to() - 1;
        System.arraycopy(canonical, first.to() + 1, left, at, between);
        int after = second.to() + 1;
        System.arraycopy(canonical, after, left, at + between, canonical.length - after);
        return left;
    }
}
