package org.busd.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a value from text by the form its key asks for, so that {@code tcp://x:1} needs no quotes: a word is taken as
 * it is, a list is {@code ["a", "b"]} or {@code a,b}, a block is HOCON. Substitutions and includes are for files.
 */
final class TextValue {
    private static final ConfigParseOptions OPTIONS =
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setIncluder(new NoIncludes());

    private TextValue() {}

    static ConfigValue read(Kind.Shape shape, String text, String origin) {
        String trimmed = text.strip();
        if (trimmed.equals("null")) {
            return ConfigValueFactory.fromAnyRef(null, origin);
        }
        return switch (shape) {
            case WORD ->
                ConfigValueFactory.fromAnyRef(
                        trimmed.startsWith("\"") ? hocon(trimmed).unwrapped() : trimmed, origin);
            case LIST ->
                ConfigValueFactory.fromAnyRef(
                        trimmed.startsWith("[") ? hocon(trimmed).unwrapped() : parts(trimmed), origin);
            case BLOCK -> ConfigValueFactory.fromAnyRef(block(trimmed).unwrapped(), origin);
        };
    }

    private static ConfigObject block(String text) {
        return ConfigFactory.parseString(text, OPTIONS).root();
    }

    private static ConfigValue hocon(String text) {
        ConfigObject parsed = block("v = " + text);
        ConfigValue value = parsed.get("v");
        if (value == null || parsed.size() > 1) {
            throw new ConfigException.Generic("must be one value");
        }
        return value;
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
