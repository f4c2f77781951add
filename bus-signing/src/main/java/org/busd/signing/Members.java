package org.busd.signing;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the members of one object in canonical JSON: it relies on that form and would not notice mistakes.
 *
 * <p>For one thread.
 */
final class Members {
    private final byte[] text;
    private int next;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private int valueTo;

    /** The members of the object that {@code text} is. */
    Members(byte[] text) {
        this.text = text;
        this.next = 1;
    }

    /** Goes to the next member; false if there is none. */
    boolean next() {
        if (text[next] == '}') {
            return false;
        }
        int at = text[next] == ',' ? next + 1 : next;
        nameFrom = at + 1;
        at = endOfString(nameFrom);
        nameTo = at - 1;
        valueFrom = at + 1;
        valueTo = endOfValue(valueFrom);
        next = valueTo;
        return true;
    }

    /** The name, escapes as they are: a name of plain letters is written in one way only. */
    String name() {
        return new String(text, nameFrom, nameTo - nameFrom, StandardCharsets.ISO_8859_1);
    }

    /** Where the member begins, with the quote of its name. */
    int from() {
        return nameFrom - 1;
    }

    int valueFrom() {
        return valueFrom;
    }

    /** Where value and member end, exclusive. */
    int valueTo() {
        return valueTo;
    }

    private int endOfValue(int from) {
        return switch (text[from]) {
            case '"' -> endOfString(from + 1);
            case '{', '[' -> endOfContainer(from);
            default -> endOfScalar(from);
        };
    }

    /** From behind the opening quote to behind the closing one. */
    private int endOfString(int from) {
        int at = from;
        while (text[at] != '"') {
            at += text[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private int endOfContainer(int from) {
        int depth = 0;
        int at = from;
        do {
            switch (text[at]) {
                case '"' -> at = endOfString(at + 1);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
        return at;
    }

    private int endOfScalar(int from) {
        int at = from;
        while (text[at] != ',' && text[at] != '}') {
            at++;
        }
        return at;
    }
}
