package org.busd.signing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where the characters end that stand for themselves between the quotes of canonical JSON: ASCII from the space to
 * the tilde, but for the quote and the backslash. Eight bytes at a time, since most of a message is such text.
 */
final class PlainText {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private PlainText() {}

    /** The first index from {@code from} on where there is another character; {@code to}: there is none. */
    static int end(byte[] text, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES) {
            long others = others((long) EIGHT.get(text, at));
            if (others != 0) {
                return at + Long.numberOfTrailingZeros(others) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < to && isPlain(text[at])) {
            at++;
        }
        return at;
    }

    /**
     * The top bit of the lowest byte that is no plain character is set, and none below it; what is set above it means
     * nothing, for borrows run upwards. Zero: all eight are plain.
     */
    private static long others(long eight) {
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        // In turn: not ASCII; less than a space; DEL; a quote; a backslash.
        return (eight
                        | (eight - SPACES)
                        | (eight + ONES)
                        | ((quotes - ONES) & ~quotes)
                        | ((backslashes - ONES) & ~backslashes))
                & TOPS;
    }

    private static boolean isPlain(byte c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
    }
}
