package org.busd.signing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads base64 strictly, broken into lines or not: nothing but its letters, padded, no bit set that means nothing. So
 * there is one text for some bytes, line breaks apart.
 */
final class Base64Lines {
    private Base64Lines() {}

    /** The bytes that a string in canonical JSON stands for; null if it is no base64. */
    static byte @Nullable [] ofJson(byte[] json, int from, int to) {
        byte[] letters = new byte[to - from];
        int count = 0;
        int at = from;
        while (at < to) {
            byte c = json[at++];
            if (c != '\\') {
                letters[count++] = c;
            } else if (at == to || json[at++] != 'n') {
                return null;
            }
        }
        return decode(letters, count);
    }

    /** The bytes that lines of base64 stand for; null if they are none. */
    static byte @Nullable [] of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = 0;
        for (byte c : bytes) {
            if (c != '\n' && c != '\r') {
                bytes[count++] = c;
            }
        }
        return decode(bytes, count);
    }

    /**
     * Whether the letters are the ones that stand for these bytes. The decoder takes two things else: an end without its
     * padding, and one with bits that mean nothing.
     */
    private static boolean isWhole(byte[] letters, byte[] bytes) {
        int group = (bytes.length + 2) / 3 - 1;
        if (group < 0) {
            return letters.length == 0;
        }
        byte[] last = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, group * 3, bytes.length));
        return letters.length == (group + 1) * 4 && Arrays.equals(last, 0, 4, letters, group * 4, letters.length);
    }

    private static byte @Nullable [] decode(byte[] letters, int count) {
        byte[] whole = count == letters.length ? letters : Arrays.copyOf(letters, count);
        try {
            byte[] bytes = Base64.getDecoder().decode(whole);
            return isWhole(whole, bytes) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
