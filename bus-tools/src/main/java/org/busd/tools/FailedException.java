package org.busd.tools;

/** The thing asked for did not happen: one line for people, exit code 1. */
final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
        super(message, null, false, false);
    }
}
