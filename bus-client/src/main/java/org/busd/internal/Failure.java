package org.busd.internal;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong inside the client, in words for people. The API turns it into a {@code BusException}: the parts do
 * not know the API that stands on them.
 */
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    public Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The client was shut down, or is being shut down. */
    public static final class Closed extends Failure {
        private static final long serialVersionUID = 1L;

        public Closed(String message) {
            super(message);
        }
    }
}
