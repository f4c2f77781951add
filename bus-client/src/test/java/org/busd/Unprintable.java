package org.busd;

/** An exception that throws another when it is to be printed. */
public final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
        throw new UnsupportedOperationException("no message");
    }
}
