package org.busd.signing;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerationException;

/** Writes bytes as a base64 string; where the variant has line breaks, they are escaped. */
final class Base64Text {
    private Base64Text() {}

    static void quote(TextBuffer out, Base64Variant variant, byte[] data, int from, int length)
            throws JsonGenerationException {
        out.put('"');
        int chunksInLine = variant.getMaxLineLength() >> 2;
        int left = chunksInLine;
        int next = from;
        int end = from + length;
        while (end - next >= 3) {
            int three = (data[next] & 0xff) << 16 | (data[next + 1] & 0xff) << 8 | (data[next + 2] & 0xff);
            out.need(6);
            out.size = variant.encodeBase64Chunk(three, out.bytes, out.size);
            next += 3;
            if (--left == 0) {
                out.put('\\');
                out.put('n');
                left = chunksInLine;
            }
        }
        int rest = end - next;
        if (rest > 0) {
            int bits = (data[next] & 0xff) << 16 | (rest == 2 ? (data[next + 1] & 0xff) << 8 : 0);
            out.need(4);
            out.size = variant.encodeBase64Partial(bits, rest, out.bytes, out.size);
        }
        out.put('"');
    }
}
