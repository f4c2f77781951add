package org.busd.signing;

import java.util.HexFormat;

/** Makes text that strangers have written fit for people's eyes: short, and without what moves a cursor or hides. */
final class Visible {
    private static final int LONGEST = 500;

    private Visible() {}

    /** Of long text the beginning; characters that cannot be seen as they are written in JSON. */
    static String of(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder out = new StringBuilder(end);
        int at = 0;
        while (at < end) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            if (isVisible(point)) {
                out.appendCodePoint(point);
            } else {
                for (int unit = at; unit < next; unit++) {
                    out.append("\\u").append(HexFormat.of().toHexDigits(text.charAt(unit)));
                }
            }
            at = next;
        }
        return at < text.length() ? out.append('\u2026').toString() : out.toString();
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
