package org.busd.config;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One fault in the settings. Immutable.
 *
 * @param key the full key, for example {@code bus.publish.via}; empty when the fault lies before any key, as with a
 *     file that cannot be read
 * @param value the value as it would be written in a file, shortened if long; empty if there is none to show
 * @param origin where it stands: {@code file:line}, {@code environment variable BUS_X}, {@code system property
 *     -Dbus.x}, {@code --set bus.x} or {@code program}
 * @param message what is wrong with it, and what would be right
 */
public record Problem(Optional<String> key, Optional<String> value, String origin, String message) {
    // Written out for the same reason as that of Endpoint.

    /** Whether {@code other} is the same fault at the same place. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Problem problem
                && key.equals(problem.key)
                && value.equals(problem.value)
                && origin.equals(problem.origin)
                && message.equals(problem.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value, origin, message);
    }

    /** The fault in one line: {@code origin: key = value: message}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(origin).append(": ");
        key.ifPresent(line::append);
        value.ifPresent(shown -> line.append(key.isPresent() ? " = " : "").append(shown));
        if (key.isPresent() || value.isPresent()) {
            line.append(": ");
        }
        return line.append(message).toString();
    }
}
