package org.busd.config;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings from {@code BUS_…} variables. */
final class EnvironmentLayer {
    /** Names the file or directory to read. */
    static final String CONFIG = "BUS_CONFIG";

    private static final String START = "BUS_";

    private EnvironmentLayer() {}

    /**
     * Reads the variables that name a key; others only warn, for container platforms inject such names. An empty
     * variable counts as not set, for that is how one is left out where all must be listed.
     */
    static Config read(Map<String, String> environment, Problems problems, List<String> warnings) {
        TextLayer layer = new TextLayer(problems);
        Map<String, Key<?>> keys = new HashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(START) || name.equals(CONFIG) || value.isEmpty()) {
                return;
            }
            if (keys.isEmpty()) {
                Keys.all().forEach(key -> keys.put(key.environmentName(), key));
            }
            Key<?> key = keys.get(name);
            if (key == null) {
                warnings.add("environment variable " + name + " is not a setting and is ignored" + hint(name, keys));
            } else {
                layer.set(key.fullPath(), value, "environment variable " + name);
            }
        });
        return layer.config();
    }

    private static String hint(String name, Map<String, Key<?>> keys) {
        for (Map.Entry<String, Key<?>> known : keys.entrySet()) {
            boolean namesAMember = known.getValue().kind() instanceof Named && name.startsWith(known.getKey() + "_");
            if (namesAMember) {
                return " (names in " + known.getValue().fullPath() + " are set all at once: " + known.getKey()
                        + "='{ \"name\" = … }')";
            }
        }
        return Nearest.to(name, keys.keySet())
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
    }
}
