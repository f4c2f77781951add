package org.busd.signing;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;

/**
 * Prints doubles as Python's {@code repr} does: the shortest digits that read back as the same double, among these the
 * nearest to it; with an exponent (of at least two digits) below 1e-4 and from 1e16 on.
 *
 * <p>The digits come from Jackson's implementation of Raffaello Giulietti's Schubfach; the JDK's own
 * {@link Double#toString(double)} has them only from 19 on. Numbers with few digits, the usual ones, need neither.
 */
final class PythonDouble {
    /** Bytes that are needed at most: {@code -1.2345678901234567e-308}. */
    static final int LONGEST = 24;

    /** Python's float_repr_style 'short': fixed notation while -4 < decimal point <= 16. */
    private static final int FIXED_ABOVE = -4;

    private static final int FIXED_TO = 16;

    /** Below 2^53 integers are exact and nothing shorter is nearer to them than half a unit. */
    private static final double EXACT_INTEGERS = 0x1p53;

    /** Decimals of at most 15 digits are told apart by doubles (DBL_DIG): whichever reads back is the shortest. */
    private static final double FIFTEEN_DIGITS = 1e15;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    private static final long[] LONG_POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};

    /** Only down here, where doubles are few, has any two-digit decimal a one-digit neighbour that reads back too. */
    private static final double SPARSE = 1e-300;

    private PythonDouble() {}

    /** The double nearest to the shortest decimal that means this float; narrowed again, it is the same float. */
    static double of(float value) {
        if (!Float.isFinite(value)) {
            return value;
        }
        double nearest = Double.parseDouble(NumberOutput.toString(value, true));
        return (float) nearest == value ? nearest : value;
    }

    static String toString(double value) {
        byte[] out = new byte[LONGEST];
        return new String(out, 0, put(out, 0, value), StandardCharsets.ISO_8859_1);
    }

    /** Writes {@code value} at {@code at}; answers where it ends. Needs {@link #LONGEST} bytes of room. */
    static int put(byte[] out, int at, double value) {
        if (Double.isNaN(value)) {
            return word(out, at, "NaN");
        }
        int start = at;
        double rest = value;
        if (Double.doubleToRawLongBits(value) < 0) {
            out[start++] = '-';
            rest = -value;
        }
        if (rest < EXACT_INTEGERS && rest == (long) rest) {
            int end = Digits.put(out, start, (long) rest);
            out[end++] = '.';
            out[end++] = '0';
            return end;
        }
        if (rest == Double.POSITIVE_INFINITY) {
            return word(out, start, "Infinity");
        }
        if (rest >= 1e-3 && rest < 1e9) {
            // A quotient of two exact doubles is correctly rounded: if it gives the value, so does the decimal.
            for (int places = 1; places < POWERS.length; places++) {
                double scaled = rest * POWERS[places] + 0.5;
                if (scaled >= FIFTEEN_DIGITS) {
                    break;
                }
                long digits = (long) scaled;
                if (digits / POWERS[places] == rest) {
                    return putFraction(out, start, digits, places);
                }
            }
        }
        return putShortest(out, start, rest);
    }

    private static int word(byte[] out, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            out[at + i] = (byte) word.charAt(i);
        }
        return at + word.length();
    }

    private static int putFraction(byte[] out, int at, long digits, int places) {
        long whole = digits / LONG_POWERS[places];
        int end = Digits.put(out, at, whole);
        // A one in front of the fraction keeps its leading zeros; the point then takes its place.
        int stop = Digits.put(out, end, digits - whole * LONG_POWERS[places] + LONG_POWERS[places]);
        out[end] = '.';
        return stop;
    }

    private static int putShortest(byte[] out, int at, double value) {
        String shortest = NumberOutput.toString(value, true);
        long digits = 0;
        int exponent = 0;
        boolean point = false;
        for (int i = 0; i < shortest.length(); i++) {
            char c = shortest.charAt(i);
            if (c == '.') {
                point = true;
            } else if (c == 'E') {
                exponent += Integer.parseInt(shortest, i + 1, shortest.length(), 10);
                break;
            } else {
                digits = digits * 10 + (c - '0');
                exponent -= point ? 1 : 0;
            }
        }
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        if (value < SPARSE && digits >= 10 && digits < 100) {
            // Java's rule wants two digits and takes the nearest such (4.9E-324); Python takes one where one will do.
            long one = (digits + 5) / 10;
            if (Double.parseDouble(one + "E" + (exponent + 1)) == value) {
                digits = one == 10 ? 1 : one;
                exponent += one == 10 ? 2 : 1;
            }
        }
        return layOut(out, at, digits, exponent);
    }

    /** Writes {@code digits * 10^exponent}, the last digit being no zero. */
    private static int layOut(byte[] out, int at, long digits, int exponent) {
        int count = Digits.count(digits);
        int point = count + exponent;
        if (point <= FIXED_ABOVE || point > FIXED_TO) {
            int end = Digits.put(out, at, digits);
            if (count > 1) {
                end = insertPoint(out, at + 1, end);
            }
            out[end++] = 'e';
            int power = point - 1;
            out[end++] = (byte) (power < 0 ? '-' : '+');
            power = Math.abs(power);
            if (power < 10) {
                out[end++] = '0';
            }
            return Digits.put(out, end, power);
        }
        if (point <= 0) {
            int next = at;
            out[next++] = '0';
            out[next++] = '.';
            next = zeros(out, next, -point);
            return Digits.put(out, next, digits);
        }
        int end = Digits.put(out, at, digits);
        if (point < count) {
            return insertPoint(out, at + point, end);
        }
        end = zeros(out, end, point - count);
        out[end++] = '.';
        out[end++] = '0';
        return end;
    }

    private static int insertPoint(byte[] out, int at, int end) {
        System.arraycopy(out, at, out, at + 1, end - at);
        out[at] = '.';
        return end + 1;
    }

    private static int zeros(byte[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = '0';
        }
        return at + count;
    }
}
