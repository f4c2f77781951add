package org.busd.signing;

import java.util.Base64;

/**
 * Writes base64 as Python's {@code base64.encodebytes} does, a line break after each 76 letters and at the end, the way
 * that looks inside a JSON string.
 */
final class BrokenBase64 {
    private static final int LINE = 76;

    private BrokenBase64() {}

    /** How long the text for so many bytes is. */
    static int length(int bytes) {
        int letters = (bytes + 2) / 3 * 4;
        return letters + (letters + LINE - 1) / LINE * 2;
    }

    /** Writes the text for {@code bytes} into {@code target} from {@code at} on; returns the index behind it. */
    static int put(byte[] bytes, byte[] target, int at) {
        byte[] letters = Base64.getEncoder().encode(bytes);
        for (int from = 0; from < letters.length; from += LINE) {
            int line = Math.min(LINE, letters.length - from);
            System.arraycopy(letters, from, target, at, line);
            at += line;
            target[at++] = '\\';
            target[at++] = 'n';
        }
        return at;
    }
}
