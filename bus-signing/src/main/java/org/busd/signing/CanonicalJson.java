package org.busd.signing;

import com.fasterxml.jackson.core.JsonGenerationException;
import java.util.Objects;

/**
 * Canonical JSON of received text: exactly what Python's {@code json.dumps(m, sort_keys=True, separators=(',', ':'))}
 * prints for what {@code json.loads} reads. It is what signatures are made over, so a byte's difference is a signature
 * that does not hold.
 *
 * <p>Has no state; all methods may be called by any thread.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * Makes canonical JSON of received text.
     *
     * <p>Taken is what Python takes: RFC 8259, and the words {@code NaN}, {@code Infinity} and {@code -Infinity}, and
     * lone surrogates if they are escaped. Refused, more strictly than Python, are text that is not well-formed UTF-8
     * (overlong forms, encoded surrogates, a byte order mark, UTF-16), nesting deeper than
     * {@value CanonicalGenerator#MAX_DEPTH} levels, any number of more than 4300 digits, and a name that occurs twice
     * in one object, escaped or not. Numbers with a fraction or an exponent are read as doubles, as Python does.
     *
     * <p>Takes memory and time in proportion to the text, and no stack for its depth.
     *
     * @param received one JSON value in UTF-8, white space allowed around it; left as it is
     * @return a new array with the canonical bytes, all of them ASCII
     * @throws MalformedJsonException if the text is none of that; no other exception is thrown
     */
    public static byte[] canonicalize(byte[] received) throws MalformedJsonException {
        char[] text = new char[received.length];
        int length = StrictUtf8.decode(received, 0, received.length, text, 0);
        CanonicalGenerator out = CanonicalGenerator.forReceived(received.length);
        StrictReader reader = new StrictReader(text, length, out);
        try {
            reader.read();
            return out.toByteArray();
        } catch (MalformedJsonException e) {
            throw at(received, e.offset(), String.valueOf(e.getMessage()), false);
        } catch (JsonGenerationException e) {
            if (out.hasRepeatedName()) {
                checkOtherwise(received, text);
            }
            throw at(received, reader.offset(), e.getOriginalMessage(), out.hasRepeatedName());
        }
    }

    /** What is no JSON is told as that, rather than by a name that occurs twice in it. */
    private static void checkOtherwise(byte[] received, char[] text) throws MalformedJsonException {
        // Anew: a reader writes into what it reads.
        int length = StrictUtf8.decode(received, 0, received.length, text, 0);
        StrictReader reader =
                new StrictReader(text, length, CanonicalGenerator.passingOverRepeatedNames(received.length));
        try {
            reader.read();
        } catch (MalformedJsonException e) {
            throw at(received, e.offset(), String.valueOf(e.getMessage()), false);
        } catch (JsonGenerationException e) {
            throw at(received, reader.offset(), e.getOriginalMessage(), false);
        }
    }

    private static MalformedJsonException at(byte[] received, int unit, String message, boolean repeatedName) {
        int offset = StrictUtf8.byteOffset(received, unit);
        return new MalformedJsonException(offset, "byte " + offset + ": " + message, repeatedName);
    }

    /**
     * Whether bytes are canonical already, found out in one quick look: true only if {@link #canonicalize} would take
     * them and give the very same bytes. False promises nothing: it is answered also for canonical text that is out of
     * the ordinary (nested deeper than 64 levels; names with escapes in them; NaN and the infinities).
     *
     * <p>Allocates nothing, unless there are doubles of more than 15 digits.
     *
     * @param bytes what to look at
     * @param from where the text begins in it
     * @param to where the text ends, exclusive
     * @return true if these bytes are certainly canonical
     * @throws IndexOutOfBoundsException if {@code from} and {@code to} do not lie within the array
     */
    public static boolean isCanonical(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        return CanonicalScan.value(bytes, from, to, 0) == to;
    }
}
