package org.busd.tools;

import java.util.Locale;

/** How {@code bus tail} prints a message. */
enum TailFormat {
    JSON,
    PRETTY,
    TERSE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
