package org.busd.signing;

/**
 * What JSON's grammar takes for a number, and Python for its value: a fraction or an exponent makes it a double,
 * anything else is an integer of any size.
 */
final class NumberToken {
    /** Python reads and prints no longer integers ({@code sys.int_info.default_max_str_digits}). */
    static final int MOST_DIGITS = 4300;

    private NumberToken() {}

    /** Where the number that begins at {@code from} ends, or the complement (~) of where it goes wrong. */
    static int end(char[] text, int from, int to) {
        int at = from;
        if (at < to && text[at] == '-') {
            at++;
        }
        int digits = at;
        at = digits(text, at, to);
        if (at == digits) {
            return ~at;
        }
        if (text[digits] == '0' && at > digits + 1) {
            return ~(digits + 1);
        }
        if (at < to && text[at] == '.') {
            int fraction = at + 1;
            at = digits(text, fraction, to);
            if (at == fraction) {
                return ~at;
            }
        }
        if (at < to && (text[at] | 0x20) == 'e') {
            at++;
            if (at < to && (text[at] == '-' || text[at] == '+')) {
                at++;
            }
            int power = at;
            at = digits(text, at, to);
            if (at == power) {
                return ~at;
            }
        }
        return at;
    }

    private static int digits(char[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    static boolean isInteger(char[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text[i];
            if (c != '-' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Whether a number has more digits, those of fraction and exponent included, than the bus takes. */
    static boolean isTooLong(char[] text, int from, int end) {
        if (end - from <= MOST_DIGITS) {
            return false;
        }
        int digits = 0;
        for (int i = from; i < end; i++) {
            digits += text[i] >= '0' && text[i] <= '9' ? 1 : 0;
        }
        return digits > MOST_DIGITS;
    }
}
