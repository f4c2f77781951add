package org.busd.signing;

import java.nio.charset.StandardCharsets;

/** Recognises numbers that are printed as Python prints them, among bytes that may be anything. */
final class ScannedNumber {
    private static final int NO = CanonicalScan.NO;

    /** Every decimal of so many digits is the shortest one for its double, exponents near the ends apart. */
    private static final int SURELY_SHORTEST = 15;

    /** No double is printed with more characters. */
    private static final int LONGEST_DOUBLE = PythonDouble.LONGEST;

    private ScannedNumber() {}

    static int end(byte[] text, int from, int to) {
        int first = text[from] == '-' ? from + 1 : from;
        int at = digits(text, first, to);
        int whole = at - first;
        if (whole == 0 || (whole > 1 && text[first] == '0')) {
            return NO;
        }
        boolean fraction = at < to && text[at] == '.';
        if (!fraction && (at == to || text[at] != 'e')) {
            boolean minusZero = first != from && text[first] == '0';
            return whole > NumberToken.MOST_DIGITS || minusZero ? NO : at;
        }
        if (fraction) {
            int point = at;
            at = digits(text, point + 1, to);
            if (isPlain(text, first, point, at) && (at == to || text[at] != 'e')) {
                return at;
            }
        }
        return printed(text, from, to);
    }

    private static int digits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /**
     * Whether digits, point, digits are canonical by their looks: so few that no shorter ones mean the same double, not
     * so small that Python takes an exponent, and without a zero too many at the end.
     */
    private static boolean isPlain(byte[] text, int first, int point, int end) {
        int places = end - point - 1;
        if (places == 0 || end - first - 1 > SURELY_SHORTEST) {
            return false;
        }
        if (text[end - 1] == '0') {
            return places == 1;
        }
        if (text[first] != '0') {
            return true;
        }
        int zeros = digitsOfZero(text, point + 1, end);
        return zeros <= 3;
    }

    private static int digitsOfZero(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] == '0') {
            at++;
        }
        return at - from;
    }

    /** Reads the number and prints it again, to see whether that gives the same. */
    private static int printed(byte[] text, int from, int to) {
        int end = from;
        while (end < to && isPart(text[end])) {
            end++;
        }
        if (end - from > LONGEST_DOUBLE) {
            return NO;
        }
        String token = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
        double value;
        try {
            value = Double.parseDouble(token);
        } catch (NumberFormatException notANumber) {
            return NO;
        }
        return Double.isFinite(value) && PythonDouble.toString(value).equals(token) ? end : NO;
    }

    private static boolean isPart(byte c) {
        return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == '-' || c == '+';
    }
}
