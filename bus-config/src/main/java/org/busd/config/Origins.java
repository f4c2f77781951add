package org.busd.config;

import com.typesafe.config.ConfigOrigin;

/** Where values come from, in words. */
final class Origins {
    /** The origin of what nobody set. */
    static final String DEFAULT = "default";

    private Origins() {}

    /** {@code file:line}, or what was given as description; several where a value was put together. */
    static String of(ConfigOrigin origin) {
        String description = origin.description();
        if (description.startsWith(DEFAULT + ": ")) {
            return DEFAULT;
        }
        String merged = "merge of ";
        String plain = description.startsWith(merged)
                ? description.substring(merged.length()).replace(",", ", ")
                : description;
        return plain.replace(": ", ":");
    }
}
