package org.busd.internal.subscribe;

import org.busd.signing.Reason;

/** A received message is not one, or not valid; says why. Without a stack trace: anybody can cause it, at any rate. */
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
}
