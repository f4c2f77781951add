package org.busd.signing;

/**
 * Received text is not JSON, or not JSON that the bus takes; the message says where, what is there and what may be.
 *
 * <p>Immutable, like all exceptions but for their stack trace.
 */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where the fault is, in the unit of what was read. */
    private final int offset;

    private final boolean repeatedName;

    MalformedJsonException(int offset, String message) {
        this(offset, message, false);
    }

    MalformedJsonException(int offset, String message, boolean repeatedName) {
        super(message);
        this.offset = offset;
        this.repeatedName = repeatedName;
    }

    /** Whether it is JSON, and all that is wrong with it is a name that occurs twice in its object. */
    boolean isRepeatedName() {
        return repeatedName;
    }

    /**
     * Where the fault was found.
     *
     * @return the offset in bytes from the beginning of the text, 0 being the first byte
     */
    public int offset() {
        return offset;
    }
}
