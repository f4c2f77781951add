package org.busd.internal.encode;

import org.busd.internal.Failure;
import org.jspecify.annotations.Nullable;

/** An object cannot be turned into JSON; the message names the place inside it. */
public final class EncodingException extends Failure {
    private static final long serialVersionUID = 1L;

    EncodingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
