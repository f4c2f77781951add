package org.busd.signing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members of an envelope that mean something, in canonical JSON, found in one pass; where there are others, they are
 * passed over.
 *
 * <p>For one thread.
 */
final class EnvelopeMembers {
    static final int CERTIFICATE = 0;
    static final int CRYPTO = 1;
    static final int I = 2;
    static final int MSG = 3;
    static final int MSG_ID = 4;
    static final int SIGNATURE = 5;
    static final int TIMESTAMP = 6;
    static final int TOPIC = 7;
    static final int USERNAME = 8;

    /** By the numbers above. */
    private static final byte[][] NAMES = Stream.of(
                    "certificate", "crypto", "i", "msg", "msg_id", "signature", "timestamp", "topic", "username")
            .map(name -> name.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final byte[] canonical;
    private final @Nullable Extent[] extents = new @Nullable Extent[NAMES.length];

    /** Where a member begins and ends, and where its value does. */
    record Extent(int from, int valueFrom, int to) {}

    private EnvelopeMembers(byte[] canonical) {
        this.canonical = canonical;
    }

    /** Looks whether {@code text} is an object in canonical JSON; empty promises nothing. */
    static Optional<EnvelopeMembers> ifCanonical(byte[] text) {
        EnvelopeMembers found = new EnvelopeMembers(text);
        return CanonicalScan.members(text, found) ? Optional.of(found) : Optional.empty();
    }

    /** Of an object that is in canonical JSON for certain. */
    static EnvelopeMembers of(byte[] canonical) {
        EnvelopeMembers found = new EnvelopeMembers(canonical);
        Members at = new Members(canonical);
        while (at.next()) {
            found.add(at.from(), at.valueFrom(), at.valueTo());
        }
        return found;
    }

    /** The member whose name's quote is at {@code from}, and whose value begins behind the colon. */
    void add(int from, int valueFrom, int valueTo) {
        int nameTo = valueFrom - 2;
        for (int number = 0; number < NAMES.length; number++) {
            byte[] name = NAMES[number];
            if (name.length == nameTo - from - 1 && Arrays.equals(name, 0, name.length, canonical, from + 1, nameTo)) {
                extents[number] = new Extent(from, valueFrom, valueTo);
                return;
            }
        }
    }

    byte[] canonical() {
        return canonical;
    }

    @Nullable
    Extent get(int number) {
        return extents[number];
    }

    /** The text that a member is; null if it is none, or is not there. */
    @Nullable
    String text(int number) {
        Extent member = get(number);
        return member == null ? null : CanonicalValue.text(canonical, member.valueFrom(), member.to());
    }

    /** The integer that a member is; null if it is none that a long holds, or is not there. */
    @Nullable
    Long integer(int number) {
        Extent member = get(number);
        return member == null ? null : CanonicalValue.integer(canonical, member.valueFrom(), member.to());
    }

    /** The number that a member is, if it is no such integer. */
    @Nullable
    Double number(int number) {
        Extent member = get(number);
        return member == null ? null : CanonicalValue.number(canonical, member.valueFrom(), member.to());
    }
}
