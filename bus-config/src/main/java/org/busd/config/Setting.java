package org.busd.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Optional;

/**
 * A value under its key, about to be read.
 *
 * @param key the full key
 * @param value what stands there
 * @param alternative what is accepted beside the kind, in words, or empty
 * @param problems where faults go
 */
record Setting(String key, ConfigValue value, String alternative, Problems problems) {
    private static final int LONGEST_SHOWN = 100;

    Setting(String key, ConfigValue value, Problems problems) {
        this(key, value, "", problems);
    }

    /** The text of a text, number or boolean as it was written; empty for a list, a block or null. */
    Optional<String> text() {
        return switch (value.valueType()) {
            case STRING, BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
            // Only this way its digits are as they were written.
            case NUMBER -> Optional.of(value.atKey("v").getString("v"));
            case LIST, OBJECT, NULL -> Optional.empty();
        };
    }

    boolean isNull() {
        return value.valueType() == ConfigValueType.NULL;
    }

    /** An element of this list, or a member of this block. */
    Setting part(String suffix, ConfigValue part) {
        return new Setting(key + suffix, part, problems);
    }

    Setting or(String word) {
        return new Setting(key, value, ", or " + word, problems);
    }

    /** Notes the fault; the empty result says that there is no value to go on with. */
    <T> Optional<T> refuse(String message) {
        problems.add(new Problem(
                Optional.of(key), Optional.of(shown(value)), Origins.of(value.origin()), message + alternative));
        return Optional.empty();
    }

    /** The value on one line, not longer than a person reads. */
    static String shown(ConfigValue value) {
        String whole = value.render(ConfigRenderOptions.concise());
        return whole.length() <= LONGEST_SHOWN ? whole : whole.substring(0, LONGEST_SHOWN) + "…";
    }
}
