package org.busd.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks into blocks of which parts may wait for their substitutions: those are as if not there. */
final class Tree {
    private Tree() {}

    static Optional<ConfigValue> at(ConfigObject root, List<String> path) {
        Optional<ConfigValue> found = Optional.of(root);
        for (String part : path) {
            found = found.flatMap(value -> Optional.ofNullable(membersOf(value).get(part)));
        }
        return found;
    }

    /** The members of a block; none of anything else. */
    static Map<String, ConfigValue> membersOf(ConfigValue value) {
        try {
            if (value instanceof ConfigObject block) {
                // Blocks yet to be merged are of this type too, and refuse to be looked into.
                return block.isEmpty() ? Map.of() : block;
            }
        } catch (ConfigException.NotResolved waiting) {
            // As if not there.
        }
        return Map.of();
    }

    static boolean isResolved(ConfigValue value) {
        return value.atKey("v").isResolved();
    }
}
