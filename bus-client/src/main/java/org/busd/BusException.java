package org.busd;

import org.busd.internal.Failure;
import org.busd.internal.encode.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * A message could not be published, or the bus cannot be used; the message says where and what to do. Nothing was sent,
 * and the next call starts afresh.
 *
 * <p>Settings that are wrong are {@link org.busd.config.SettingsException}s instead, wrong arguments
 * {@link IllegalArgumentException}s.
 */
public class BusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static BusException of(Failure failure) {
        if (failure instanceof Failure.Closed) {
            return new BusClosedException(failure.getMessage(), failure);
        }
        if (failure instanceof Failure.Configuration) {
            return new BusConfigurationException(failure.getMessage(), failure);
        }
        return failure instanceof EncodingException
                ? new BusEncodingException(failure.getMessage(), failure)
                : new BusException(failure.getMessage(), failure);
    }
}
