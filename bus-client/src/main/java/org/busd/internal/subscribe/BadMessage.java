package org.busd.internal.subscribe;

/** A received message is not one; says why. Without a stack trace: anybody can cause it, at any rate. */
public final class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    BadMessage(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Which rule it breaks. */
    public Reason reason() {
        return reason;
    }

    /** The rules, in the order in which they are tested. */
    public enum Reason {
        NOT_JSON,
        BAD_ENVELOPE,
        TOPIC_MISMATCH
    }
}
