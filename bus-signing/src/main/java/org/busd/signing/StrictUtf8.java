package org.busd.signing;

/**
 * Decodes UTF-8 as the Unicode Standard's table 3-7 has it: nothing overlong, no encoded surrogates, nothing beyond
 * U+10FFFF, nothing cut off.
 */
final class StrictUtf8 {
    private StrictUtf8() {}

    /**
     * Decodes the bytes from {@code from} to {@code to} into {@code out}, beginning at {@code first}; there must be as
     * many places as bytes.
     *
     * @return how many UTF-16 units there are
     */
    static int decode(byte[] in, int from, int to, char[] out, int first) throws MalformedJsonException {
        int at = from;
        int units = first;
        while (at < to) {
            int lead = in[at];
            if (lead >= 0) {
                out[units++] = (char) lead;
                at++;
                continue;
            }
            int length = sequenceLength(in, at, to);
            if (length == 0) {
                throw new MalformedJsonException(
                        at - from,
                        "byte " + (at - from) + ": 0x" + Integer.toHexString(lead & 0xff) + " is no UTF-8 here");
            }
            int point = lead & (0x7f >> length);
            for (int i = 1; i < length; i++) {
                point = point << 6 | (in[at + i] & 0x3f);
            }
            if (length == 4) {
                out[units++] = Character.highSurrogate(point);
                out[units++] = Character.lowSurrogate(point);
            } else {
                out[units++] = (char) point;
            }
            at += length;
        }
        return units - first;
    }

    /** The length of the well-formed sequence of several bytes at {@code at}, or 0. */
    private static int sequenceLength(byte[] in, int at, int to) {
        int lead = in[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4 || at + 1 >= to) {
            return 0;
        }
        int second = in[at + 1] & 0xff;
        if (lead < 0xe0) {
            return isContinuation(second) ? 2 : 0;
        }
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        int length = lead < 0xf0 ? 3 : 4;
        for (int i = 2; i < length; i++) {
            if (at + i >= to || !isContinuation(in[at + i])) {
                return 0;
            }
        }
        return length;
    }

    private static boolean isContinuation(int b) {
        return (b & 0xc0) == 0x80;
    }

    /** Where in well-formed text the given UTF-16 unit comes from, in bytes; for messages. */
    static int byteOffset(byte[] text, int unit) {
        int at = 0;
        int units = 0;
        while (at < text.length && units < unit) {
            int lead = text[at] & 0xff;
            int length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            units += length == 4 ? 2 : 1;
            at += length;
        }
        return at;
    }
}
