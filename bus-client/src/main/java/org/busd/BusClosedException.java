package org.busd;

import org.jspecify.annotations.Nullable;

/** The client, or with {@link Bus} the process's bus, has been shut down, for good. */
public final class BusClosedException extends BusException {
    private static final long serialVersionUID = 1L;

    BusClosedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
