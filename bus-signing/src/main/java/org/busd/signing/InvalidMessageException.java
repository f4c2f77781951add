package org.busd.signing;

/**
 * A received message is not valid; says why, in one line of characters that can be seen. Without a stack trace: anybody
 * can cause it, at any rate.
 *
 * <p>Immutable.
 */
public final class InvalidMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    InvalidMessageException(Reason reason, String detail) {
        super(Visible.of(detail), null, false, false);
        this.reason = reason;
    }

    /**
     * Which rule it breaks.
     *
     * @return the first that applies
     */
    public Reason reason() {
        return reason;
    }

    Verdict.Invalid verdict() {
        return new Verdict.Invalid(reason, String.valueOf(getMessage()));
    }
}
