package org.busd;

import org.jspecify.annotations.Nullable;

/**
 * The body has no JSON form, or too large a one: the caller's data are at fault, not the bus. The message names the place
 * inside the object.
 */
public final class BusEncodingException extends BusException {
    private static final long serialVersionUID = 1L;

    BusEncodingException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
