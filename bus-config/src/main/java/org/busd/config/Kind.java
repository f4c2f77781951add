package org.busd.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Optional;

/**
 * What a key may hold, and how that is read. Immutable.
 *
 * @param <T> what it is read into
 */
interface Kind<T> {
    /** Reads the value, or refuses it with what would be right. */
    Optional<T> read(Setting setting);

    /** How the value is written where there is only text: in the environment, as a property, on a command line. */
    default Shape shape() {
        return Shape.WORD;
    }

    /** The value as JSON. */
    default String render(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise());
    }

    /** The outer form of a value. */
    enum Shape {
        /** One text, number or truth value. */
        WORD,
        /** A list of words. */
        LIST,
        /** A block. */
        BLOCK
    }
}
