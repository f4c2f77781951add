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
        ConfigValue found = root;
        for (String part : path) {
            ConfigValue member = membersOf(found).get(part);
            if (member == null) {
                return Optional.empty();
            }
            found = member;
        }
        return Optional.of(found);
    }

    /** The root with another value at a path whose blocks are there. */
    static ConfigObject with(ConfigObject root, List<String> path, ConfigValue value) {
        String part = path.get(0);
        ConfigValue inner = path.size() > 1 && root.get(part) instanceof ConfigObject block
                ? with(block, path.subList(1, path.size()), value)
                : value;
        return root.withValue(part, inner);
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
