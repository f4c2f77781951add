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

    /** What ended another thread, for the one that waits for it. */
    public static Failure of(@Nullable Throwable cause) {
        return new Failure(
                cause instanceof Failure ? String.valueOf(cause.getMessage()) : String.valueOf(cause), cause);
    }

    /** What the settings name cannot be used, or something needs what they do not have. */
    public static final class Configuration extends Failure {
        private static final long serialVersionUID = 1L;

        public Configuration(String message) {
            super(message);
        }

        public Configuration(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The client was shut down, or is being shut down. */
    public static final class Closed extends Failure {
        private static final long serialVersionUID = 1L;

        public Closed(String message) {
            super(message);
        }
    }
}
