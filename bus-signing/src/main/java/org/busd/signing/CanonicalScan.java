package org.busd.signing;

import org.jspecify.annotations.Nullable;

/**
 * Recognises canonical JSON in one pass over the bytes. Each method answers where what it looked at ends, or
 * {@link #NO} if that is not canonical or would take longer to find out.
 */
final class CanonicalScan {
    static final int NO = -1;

    /** It recurses, so that each level's last name lives on the stack; deeper text takes the slow way. */
    private static final int DEEPEST = 64;

    private CanonicalScan() {}

    static int value(byte[] text, int at, int to, int depth) {
        if (at >= to) {
            return NO;
        }
        return switch (text[at]) {
            case '"' -> string(text, at + 1, to);
            case '{' -> depth == DEEPEST ? NO : object(text, at + 1, to, depth + 1, null);
            case '[' -> depth == DEEPEST ? NO : array(text, at + 1, to, depth + 1);
            case 't' -> word(text, at, to, 't', 'r', 'u', 'e');
            case 'n' -> word(text, at, to, 'n', 'u', 'l', 'l');
            case 'f' -> word(text, at + 1, to, 'a', 'l', 's', 'e');
            default -> ScannedNumber.end(text, at, to);
        };
    }

    private static int word(byte[] text, int at, int to, char a, char b, char c, char d) {
        return at + 4 <= to && text[at] == a && text[at + 1] == b && text[at + 2] == c && text[at + 3] == d
                ? at + 4
                : NO;
    }

    private static int array(byte[] text, int from, int to, int depth) {
        if (from < to && text[from] == ']') {
            return from + 1;
        }
        int at = from;
        while (true) {
            at = value(text, at, to, depth);
            if (at < 0 || at >= to) {
                return NO;
            }
            if (text[at] == ']') {
                return at + 1;
            }
            if (text[at++] != ',') {
                return NO;
            }
        }
    }

    /** Finds the members of the object that {@code text} is, all of it; false: it is none, or is not canonical. */
    static boolean members(byte[] text, EnvelopeMembers found) {
        return text.length > 0 && text[0] == '{' && object(text, 1, text.length, 1, found) == text.length;
    }

    private static int object(byte[] text, int from, int to, int depth, @Nullable EnvelopeMembers found) {
        if (from < to && text[from] == '}') {
            return from + 1;
        }
        int at = from;
        int last = NO;
        while (true) {
            int end = name(text, at, to);
            if (end < 0 || (last != NO && !ascending(text, last, at))) {
                return NO;
            }
            last = at;
            at = value(text, end, to, depth);
            if (at < 0 || at >= to) {
                return NO;
            }
            if (found != null) {
                found.add(last, end, at);
            }
            if (text[at] == '}') {
                return at + 1;
            }
            if (text[at++] != ',') {
                return NO;
            }
        }
    }

    /** A name without escapes, and the colon after it. */
    private static int name(byte[] text, int from, int to) {
        if (from >= to || text[from] != '"') {
            return NO;
        }
        int at = PlainText.end(text, from + 1, to);
        return at + 1 < to && text[at] == '"' && text[at + 1] == ':' ? at + 2 : NO;
    }

    /**
     * Whether two names that were accepted are in order. Where one is the other's beginning its closing quote would be
     * compared to a character, which may be lower ({@code !} and the space are).
     */
    private static boolean ascending(byte[] text, int first, int second) {
        int i = 1;
        while (text[first + i] == text[second + i]) {
            if (text[first + i] == '"') {
                return false;
            }
            i++;
        }
        byte a = text[first + i];
        byte b = text[second + i];
        return a == '"' || (b != '"' && a < b);
    }

    private static int string(byte[] text, int from, int to) {
        int at = PlainText.end(text, from, to);
        while (at < to && text[at] == '\\') {
            int end = escape(text, at + 1, to);
            if (end < 0) {
                return NO;
            }
            at = PlainText.end(text, end, to);
        }
        return at < to && text[at] == '"' ? at + 1 : NO;
    }

    /** What follows a backslash. */
    private static int escape(byte[] text, int at, int to) {
        if (at >= to) {
            return NO;
        }
        switch (text[at]) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> {
                return at + 1;
            }
            case 'u' -> {
                if (at + 5 > to) {
                    return NO;
                }
                int unit = 0;
                for (int i = 1; i <= 4; i++) {
                    int digit = lowerHex(text[at + i]);
                    if (digit < 0) {
                        return NO;
                    }
                    unit = unit << 4 | digit;
                }
                return unit >= 128 || Escapes.form(unit) == 'u' ? at + 5 : NO;
            }
            default -> {
                return NO;
            }
        }
    }

    private static int lowerHex(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : NO;
    }
}
