package org.busd;

import org.jspecify.annotations.Nullable;

/**
 * What the settings name cannot be used, as a certificate that has expired, or something needs what they do not have. The
 * message says which key, which file, and what to do. Settings that are wrong in themselves are a
 * {@link org.busd.config.SettingsException} before that.
 */
public final class BusConfigurationException extends BusException {
    private static final long serialVersionUID = 1L;

    BusConfigurationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
