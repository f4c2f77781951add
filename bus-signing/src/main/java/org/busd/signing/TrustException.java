package org.busd.signing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of authorities or revocation lists cannot be used; the message begins with the file and says why. */
public final class TrustException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrustException(Path file, String reason, @Nullable Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
