package org.busd.benchmarks.endtoend;

import java.nio.charset.StandardCharsets;
import org.busd.benchmarks.Shape;

/**
 * What the messages say: when each was published, and its number among those of its thread, so that who receives it can
 * tell what is missing and how long it took. Members are in canonical order, and all bodies of a run have the same length:
 * {@code {"at":…,"n":…,"pad":"mm…","thread":…}}.
 */
final class Bodies {
    /** Numbers begin here, so that they have as many digits all along. */
    static final long FIRST = 1_000_000_000;

    /** As many digits as {@link System#nanoTime()} has for a year and more after a boot; before, it has fewer. */
    private static final int AT_DIGITS = Long.toString(System.nanoTime()).length();

    private static final int NUMBER_DIGITS = 10;

    private final String pad;
    private final int thread;

    /** Bodies of one thread, of {@code bytes} bytes each, or of as few as can be. */
    Bodies(int bytes, int thread) {
        this.pad = Shape.pad(bytes - (AT_DIGITS - 1) - (NUMBER_DIGITS - 1));
        this.thread = thread;
    }

    /** As an object, for whoever encodes it. */
    Object object(long at, long n) {
        return Shape.RECORD.of(at, FIRST + n, pad, thread);
    }

    /** As bytes. */
    byte[] text(long at, long n) {
        return ("{\"at\":" + at + ",\"n\":" + (FIRST + n) + ",\"pad\":\"" + pad + "\",\"thread\":" + thread + "}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What an object of {@link #object} takes of the heap: a record of two longs, an int and a reference. */
    static int allocatedBytes() {
        return 40;
    }
}
