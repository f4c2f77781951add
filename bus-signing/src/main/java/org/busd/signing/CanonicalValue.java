package org.busd.signing;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads single values in canonical JSON; what is of another kind is null. Relies on the form, like {@link Members}. */
final class CanonicalValue {
    private static final int MOST_LONG_DIGITS = 20;
    /** Any number of less digits is one that a long holds. */
    private static final int MOST_SAFE_DIGITS = 19;

    private CanonicalValue() {}

    static @Nullable String text(byte[] json, int from, int to) {
        if (json[from] != '"') {
            return null;
        }
        for (int i = from + 1; i < to - 1; i++) {
            if (json[i] == '\\') {
                return unescaped(json, from + 1, to - 1);
            }
        }
        return new String(json, from + 1, to - from - 2, StandardCharsets.ISO_8859_1);
    }

    private static String unescaped(byte[] json, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            char c = (char) json[at++];
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char form = (char) json[at++];
            switch (form) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    String hex = new String(json, at, 4, StandardCharsets.ISO_8859_1);
                    out.append((char) Integer.parseInt(hex, 16));
                    at += 4;
                }
                default -> out.append(form);
            }
        }
        return out.toString();
    }

    /** An integer that a long holds. */
    static @Nullable Long integer(byte[] json, int from, int to) {
        if (!isNumber(json, from) || to - from > MOST_LONG_DIGITS) {
            return null;
        }
        return to - from < MOST_SAFE_DIGITS && isDigits(json, from, to)
                ? digits(json, from, to)
                : unusual(json, from, to);
    }

    private static boolean isDigits(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] < '0' || json[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static Long digits(byte[] json, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = 10 * value + (json[i] - '0');
        }
        return value;
    }

    private static @Nullable Long unusual(byte[] json, int from, int to) {
        try {
            return Long.valueOf(ascii(json, from, to));
        } catch (NumberFormatException e) {
            return null; // a double, or beyond a long
        }
    }

    /** A finite number with a fraction or an exponent, or an integer beyond a long. */
    static @Nullable Double number(byte[] json, int from, int to) {
        if (!isNumber(json, from)) {
            return null;
        }
        double value = Double.parseDouble(ascii(json, from, to));
        return Double.isFinite(value) ? value : null;
    }

    private static boolean isNumber(byte[] json, int from) {
        byte digit = json[from] == '-' ? json[from + 1] : json[from];
        return digit >= '0' && digit <= '9';
    }

    private static String ascii(byte[] json, int from, int to) {
        return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
