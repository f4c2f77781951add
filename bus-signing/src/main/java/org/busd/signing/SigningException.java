package org.busd.signing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A key, a certificate or another file of theirs cannot be used; the message begins with the file and says what to do
 * about it. It never holds anything secret.
 */
public final class SigningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SigningException(Path file, String reason) {
        this(file, reason, null);
    }

    SigningException(Path file, String reason, @Nullable Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
