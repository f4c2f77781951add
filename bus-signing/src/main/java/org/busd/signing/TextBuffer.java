package org.busd.signing;

import com.fasterxml.jackson.core.JsonGenerationException;
import java.util.Arrays;

/**
 * The bytes of one canonical text: one array that grows up to a limit and is used again.
 *
 * <p>Writers ask for room with {@link #need} and then store into {@link #bytes} themselves: that keeps their loops
 * free of calls. Room may be asked for generously, by up to {@link #SLACK} bytes more than is then used; so the array
 * may be that much longer than the limit, and {@link #check} says after a value whether the limit was kept.
 */
final class TextBuffer {
    /** By how much a writer may ask for more than it uses. */
    static final int SLACK = 64;

    /** 1 MiB: what grew beyond it is let go when cleared, so that one giant text does not pin memory for ever. */
    static final int KEEP = 1 << 20;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final byte[] NOTHING = {};

    private final int initial;
    private final int limit;
    private final Faults faults;

    byte[] bytes;
    int size;
    private byte[] scratch = NOTHING;

    TextBuffer(int initial, int limit, Faults faults) {
        this.limit = Math.min(limit, LARGEST_ARRAY - SLACK);
        this.initial = Math.min(initial, this.limit) + SLACK;
        this.faults = faults;
        this.bytes = new byte[this.initial];
    }

    int limit() {
        return limit;
    }

    void need(int more) throws JsonGenerationException {
        if (more > bytes.length - size) {
            grow(more);
        }
    }

    private void grow(int more) throws JsonGenerationException {
        long wanted = (long) size + more;
        if (wanted > (long) limit + SLACK) {
            throw tooLarge();
        }
        long doubled = Math.min(2L * bytes.length, (long) limit + SLACK);
        bytes = Arrays.copyOf(bytes, (int) Math.max(wanted, doubled));
    }

    void check() throws JsonGenerationException {
        if (size > limit) {
            throw tooLarge();
        }
    }

    private JsonGenerationException tooLarge() {
        return faults.fault("the text would become larger than the " + limit + " bytes allowed");
    }

    void put(char ascii) throws JsonGenerationException {
        need(1);
        bytes[size++] = (byte) ascii;
    }

    void put(byte[] ascii) throws JsonGenerationException {
        need(ascii.length);
        System.arraycopy(ascii, 0, bytes, size, ascii.length);
        size += ascii.length;
    }

    /** A second array with a copy of what was written from {@code from} on, at the same offset less {@code from}. */
    byte[] scratchFrom(int from) {
        int length = size - from;
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, Math.min(bytes.length, KEEP))];
        }
        System.arraycopy(bytes, from, scratch, 0, length);
        return scratch;
    }

    void clear() {
        size = 0;
        if (bytes.length > KEEP) {
            bytes = new byte[initial];
        }
        if (scratch.length > KEEP) {
            scratch = NOTHING;
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }
}
