package org.busd.signing;

import com.fasterxml.jackson.core.JsonGenerationException;

/**
 * Writes strings as Python's {@code json.dumps} does with {@code ensure_ascii}.
 *
 * <p>Python escapes code points, astral ones as a surrogate pair and lone surrogates as they are: that is the same as
 * escaping UTF-16 units one by one, so nothing here has to look at pairs.
 */
final class Escapes {
    /** For each ASCII character: 0 if it stands for itself, its short form's letter, or {@link #LONG}. */
    private static final byte[] FORMS = new byte[128];

    private static final byte LONG = 'u';
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int LONGEST = 6;

    static {
        for (int c = 0; c < ' '; c++) {
            FORMS[c] = LONG;
        }
        // RFC 8259 would let DEL be, Python does not: its encoders, of 2.7 as of 3.13, escape all but ' ' to '~'.
        FORMS[0x7f] = LONG;
        FORMS['"'] = '"';
        FORMS['\\'] = '\\';
        FORMS['\b'] = 'b';
        FORMS['\f'] = 'f';
        FORMS['\n'] = 'n';
        FORMS['\r'] = 'r';
        FORMS['\t'] = 't';
    }

    private Escapes() {}

    /** The letter of this ASCII character's short form, 0 if it stands for itself, 'u' if it has only the long form. */
    static byte form(int ascii) {
        return FORMS[ascii];
    }

    static void quote(TextBuffer out, String text) throws JsonGenerationException {
        int length = text.length();
        out.need(length + 2);
        byte[] bytes = out.bytes;
        int at = out.size;
        bytes[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128 || FORMS[c] != 0) {
                out.size = at;
                escape(out, text, i);
                return;
            }
            bytes[at++] = (byte) c;
        }
        bytes[at++] = '"';
        out.size = at;
    }

    static void quote(TextBuffer out, char[] text, int from, int to) throws JsonGenerationException {
        out.put('"');
        append(out, text, from, to);
        out.put('"');
    }

    /** What stands between the quotes. */
    static void append(TextBuffer out, char[] text, int from, int to) throws JsonGenerationException {
        out.need(to - from);
        byte[] bytes = out.bytes;
        int at = out.size;
        int i = from;
        for (; i < to; i++) {
            char c = text[i];
            if (c >= 128 || FORMS[c] != 0) {
                break;
            }
            bytes[at++] = (byte) c;
        }
        out.size = at;
        for (; i < to; i++) {
            append(out, text[i]);
        }
    }

    private static void escape(TextBuffer out, String text, int from) throws JsonGenerationException {
        int length = text.length();
        for (int i = from; i < length; i++) {
            append(out, text.charAt(i));
        }
        out.put('"');
    }

    private static void append(TextBuffer out, char c) throws JsonGenerationException {
        out.need(LONGEST);
        byte[] bytes = out.bytes;
        int at = out.size;
        byte form = c < 128 ? FORMS[c] : LONG;
        if (form == 0) {
            bytes[at++] = (byte) c;
        } else {
            bytes[at++] = '\\';
            bytes[at++] = form;
            if (form == LONG) {
                bytes[at++] = HEX[c >> 12];
                bytes[at++] = HEX[c >> 8 & 15];
                bytes[at++] = HEX[c >> 4 & 15];
                bytes[at++] = HEX[c & 15];
            }
        }
        out.size = at;
    }
}
