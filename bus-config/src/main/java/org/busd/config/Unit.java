package org.busd.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.util.Optional;
import java.util.function.Function;

/** Numbers with units, by HOCON's own rules but for one: without a unit they are refused, not guessed. */
final class Unit {
    private Unit() {}

    /** Whether there is a number and nothing behind it. */
    static boolean isMissing(String text) {
        String bare = text.strip();
        return bare.chars().anyMatch(Character::isDigit)
                && bare.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == '-' || c == '+');
    }

    /** Reads the value {@code v}, or nothing if the text is not in that form. */
    static <T> Optional<T> parse(String text, Function<Config, T> reading) {
        if (isMissing(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(ConfigValueFactory.fromAnyRef(text).atKey("v")));
        } catch (ConfigException | ArithmeticException | IllegalArgumentException notInThatForm) {
            return Optional.empty();
        }
    }
}
