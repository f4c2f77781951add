package org.busd.signing;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What is wrong with numbers that are larger or more precise than receivers take; null if nothing is. */
final class BigNumbers {
    private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(NumberToken.MOST_DIGITS);
    private static final String TOO_LONG =
            "a number of more than " + NumberToken.MOST_DIGITS + " digits, which receivers refuse";
    private static final int SHOWN = 40;

    private BigNumbers() {}

    /** Compares, since printing a giant number takes time that grows with its square. */
    static @Nullable String fault(BigInteger value) {
        return value.compareTo(TOO_LARGE) >= 0 || value.negate().compareTo(TOO_LARGE) >= 0 ? TOO_LONG : null;
    }

    static @Nullable String fault(BigDecimal value) {
        String tooLong = fault(value.unscaledValue());
        return tooLong != null ? tooLong : inexact(value, value.doubleValue());
    }

    static @Nullable String fault(String text, char[] token) {
        if (token.length == 0 || NumberToken.end(token, 0, token.length) != token.length) {
            return "not a JSON number: " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
        }
        if (NumberToken.isTooLong(token, 0, token.length)) {
            return TOO_LONG;
        }
        if (NumberToken.isInteger(token, 0, token.length)) {
            return null;
        }
        try {
            return inexact(new BigDecimal(text), Double.parseDouble(text));
        } catch (NumberFormatException exponentOutOfRange) {
            return "an exponent out of all range: " + text;
        }
    }

    /** What Python prints for the nearest double has to read back as the very value. */
    private static @Nullable String inexact(BigDecimal value, double nearest) {
        boolean exact =
                Double.isFinite(nearest) && new BigDecimal(PythonDouble.toString(nearest)).compareTo(value) == 0;
        return exact
                ? null
                : "the number is beyond a double's precision or range, receivers would read " + nearest
                        + "; send it as a string instead";
    }
}
