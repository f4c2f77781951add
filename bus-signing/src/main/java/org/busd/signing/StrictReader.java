package org.busd.signing;

import com.fasterxml.jackson.core.JsonGenerationException;

/**
 * Reads one JSON text strictly and hands what it finds to a generator. Accepts what Python's {@code json.loads} accepts
 * of decoded text (RFC 8259 and the words NaN, Infinity and -Infinity); what else is refused (repeated names, depth) the
 * generator refuses.
 *
 * <p>It does not recurse: the generator's nesting is its stack. Strings are unescaped where they are, so the characters
 * given are used up.
 */
final class StrictReader {
    private static final char NOTHING = '\uffff';

    private final char[] text;
    private final int length;
    private final CanonicalGenerator out;
    private int at;
    private int stringStart;
    private int stringEnd;

    StrictReader(char[] text, int length, CanonicalGenerator out) {
        this.text = text;
        this.length = length;
        this.out = out;
    }

    /** How far reading has come, in UTF-16 units. */
    int offset() {
        return at;
    }

    void read() throws MalformedJsonException, JsonGenerationException {
        int outside = out.depth();
        skipSpace();
        readValue();
        while (out.depth() > outside) {
            readNext();
        }
        skipSpace();
        if (at < length) {
            throw expected("nothing after the value");
        }
    }

    /** Reads on after a value or an opening bracket, to the next one. */
    private void readNext() throws MalformedJsonException, JsonGenerationException {
        boolean object = out.isInObject();
        char close = object ? '}' : ']';
        skipSpace();
        if (peek() == close) {
            at++;
            if (object) {
                out.writeEndObject();
            } else {
                out.writeEndArray();
            }
            return;
        }
        if (!out.isInEmpty()) {
            if (peek() != ',') {
                throw expected("',' or '" + close + "'");
            }
            at++;
            skipSpace();
        }
        if (object) {
            readName();
        }
        readValue();
    }

    private void readName() throws MalformedJsonException, JsonGenerationException {
        if (peek() != '"') {
            throw expected("a member's name in quotes");
        }
        readString();
        out.writeFieldName(new String(text, stringStart, stringEnd - stringStart));
        skipSpace();
        if (peek() != ':') {
            throw expected("':'");
        }
        at++;
        skipSpace();
    }

    /** Reads a scalar, or only the opening bracket of a container. */
    private void readValue() throws MalformedJsonException, JsonGenerationException {
        switch (peek()) {
            case '{' -> {
                out.writeStartObject();
                at++;
            }
            case '[' -> {
                out.writeStartArray();
                at++;
            }
            case '"' -> {
                readString();
                out.writeString(text, stringStart, stringEnd - stringStart);
            }
            case 't' -> {
                word("true");
                out.writeBoolean(true);
            }
            case 'f' -> {
                word("false");
                out.writeBoolean(false);
            }
            case 'n' -> {
                word("null");
                out.writeNull();
            }
            case 'N' -> {
                word("NaN");
                out.writeNumber(Double.NaN);
            }
            case 'I' -> {
                word("Infinity");
                out.writeNumber(Double.POSITIVE_INFINITY);
            }
            case '-' -> {
                if (at + 1 < length && text[at + 1] == 'I') {
                    word("-Infinity");
                    out.writeNumber(Double.NEGATIVE_INFINITY);
                } else {
                    readNumber();
                }
            }
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> readNumber();
            default -> throw expected("a value");
        }
    }

    private void word(String word) throws MalformedJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= length || text[at + i] != word.charAt(i)) {
                throw expected(word);
            }
        }
        at += word.length();
    }

    private void readNumber() throws MalformedJsonException, JsonGenerationException {
        int start = at;
        int end = NumberToken.end(text, start, length);
        if (end < 0) {
            at = ~end;
            throw expected(at > start && text[at - 1] == '0' ? "no digit after a leading zero" : "a digit");
        }
        if (NumberToken.isTooLong(text, start, end)) {
            throw new MalformedJsonException(start, "a number of more than " + NumberToken.MOST_DIGITS + " digits");
        }
        if (NumberToken.isInteger(text, start, end)) {
            out.writeInteger(text, start, end);
        } else {
            out.writeNumber(Double.parseDouble(new String(text, start, end - start)));
        }
        at = end;
    }

    /** Reads a string; afterwards what it says is in the text from stringStart to stringEnd. */
    private void readString() throws MalformedJsonException {
        int start = at + 1;
        int next = start;
        while (next < length) {
            char c = text[next];
            if (c == '"') {
                stringStart = start;
                stringEnd = next;
                at = next + 1;
                return;
            }
            if (c == '\\') {
                at = next;
                unescape(start);
                return;
            }
            if (c < ' ') {
                at = next;
                throw expected("control characters in strings to be escaped");
            }
            next++;
        }
        at = next;
        throw expected("'\"'");
    }

    /** Goes on with a string at its first backslash. What is unescaped is never longer: it is stored over it. */
    private void unescape(int start) throws MalformedJsonException {
        int end = at;
        while (at < length) {
            char c = text[at];
            if (c == '"') {
                stringStart = start;
                stringEnd = end;
                at++;
                return;
            }
            if (c < ' ') {
                throw expected("control characters in strings to be escaped");
            }
            at++;
            text[end++] = c == '\\' ? escaped() : c;
        }
        throw expected("'\"'");
    }

    private char escaped() throws MalformedJsonException {
        char c = peek();
        char meant = switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> 0;
            default -> throw expected("one of \" \\ / b f n r t u after a backslash");
        };
        at++;
        return c == 'u' ? hex() : meant;
    }

    private char hex() throws MalformedJsonException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            // Character.digit also takes digits of other scripts.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw expected("four hexadecimal digits after \\u");
            }
            unit = unit << 4 | digit;
            at++;
        }
        return (char) unit;
    }

    private void skipSpace() {
        while (at < length) {
            char c = text[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    /** The next character; at the end one that JSON has no use for outside strings. */
    private char peek() {
        return at < length ? text[at] : NOTHING;
    }

    private MalformedJsonException expected(String what) {
        return new MalformedJsonException(at, "expected " + what + ", found " + found());
    }

    private String found() {
        if (at >= length) {
            return "the end";
        }
        char c = text[at];
        return c > ' ' && c < 0x7f ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }
}
