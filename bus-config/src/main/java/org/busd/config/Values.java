package org.busd.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Optional;

/** The values in force, read by key. Confined to one load. */
final class Values {
    private final ConfigObject root;
    private final ConfigObject defaults;
    private final Problems problems;

    Values(ConfigObject root, ConfigObject defaults, Problems problems) {
        this.root = root;
        this.defaults = defaults;
        this.problems = problems;
    }

    /** The value; after a fault, which is noted, the default, so that the reading can go on. */
    <T> T get(Key<T> key) {
        Optional<ConfigValue> value = Tree.at(root, key.parts());
        if (value.isPresent()) {
            Optional<T> read = key.kind().read(new Setting(key.fullPath(), value.get(), problems));
            if (read.isPresent()) {
                return read.get();
            }
        }
        return standard(key);
    }

    /** What stands there, as it was written. */
    ConfigValue written(Key<?> key) {
        return Tree.at(root, key.parts()).orElseGet(() -> standardValue(key));
    }

    private <T> T standard(Key<T> key) {
        return key.kind()
                .read(new Setting(key.fullPath(), standardValue(key), new Problems()))
                .orElseThrow(() -> new IllegalStateException("the default of " + key.fullPath() + " is at fault"));
    }

    private ConfigValue standardValue(Key<?> key) {
        return Tree.at(defaults, key.parts())
                .orElseThrow(() -> new IllegalStateException(key.fullPath() + " has no default"));
    }
}
