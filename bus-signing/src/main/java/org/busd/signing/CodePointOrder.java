package org.busd.signing;

/**
 * Orders strings by Unicode code point, as Python orders {@code str}; a Java string's own order is that of UTF-16 units,
 * which puts astral characters before U+E000 to U+FFFF. A lone surrogate counts as the code point it is.
 */
final class CodePointOrder {
    private CodePointOrder() {}

    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                if (x < Character.MIN_SURROGATE || y < Character.MIN_SURROGATE) {
                    return x - y;
                }
                return compareHigh(a, b, i);
            }
        }
        return a.length() - b.length();
    }

    /** The first difference is between two units of which none is below the surrogates. */
    private static int compareHigh(String a, String b, int i) {
        boolean insidePair = i > 0
                && Character.isHighSurrogate(a.charAt(i - 1))
                && (Character.isLowSurrogate(a.charAt(i)) || Character.isLowSurrogate(b.charAt(i)));
        int at = insidePair ? i - 1 : i;
        return a.codePointAt(at) - b.codePointAt(at);
    }
}
