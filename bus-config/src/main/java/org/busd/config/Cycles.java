package org.busd.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds values that need each other. HOCON does not refuse them all: where an earlier file, or a default, has a value
 * too, it goes back to that one and says nothing. (A value that needs only its own earlier one is no cycle.)
 */
final class Cycles {
    private final Map<String, ConfigValue> waiting = new TreeMap<>();

    /** The layers' last values are looked at, later layers winning. */
    Cycles(List<ConfigObject> layers) {
        layers.forEach(layer -> collect(List.of(), layer));
    }

    /** Notes each value that is in a cycle, and returns their keys. */
    Set<String> tell(Problems problems) {
        Set<String> found = new LinkedHashSet<>();
        waiting.forEach((key, value) -> {
            List<String> way = wayBack(key, key, new LinkedHashSet<>());
            if (!way.isEmpty()) {
                found.add(key);
                problems.add(new Problem(
                        Optional.of(key),
                        Optional.of(Setting.shown(value)),
                        Origins.of(value.origin()),
                        "is in a cycle of substitutions: " + String.join(" → ", way)));
            }
        });
        return found;
    }

    private void collect(List<String> path, ConfigValue value) {
        Tree.membersOf(value).forEach((name, member) -> {
            List<String> inner = new ArrayList<>(path);
            inner.add(name);
            String key = ConfigUtil.joinPath(inner);
            if (!Tree.membersOf(member).isEmpty()) {
                collect(inner, member);
            } else if (Tree.isResolved(member)) {
                waiting.remove(key);
            } else {
                waiting.put(key, member);
            }
        });
    }

    /** The keys from one to the other, both included; nothing if none leads there, or only a value's own key. */
    private List<String> wayBack(String from, String to, Set<String> seen) {
        ConfigValue value = waiting.get(from);
        if (value == null || !seen.add(from)) {
            return List.of();
        }
        for (String needed : needs(value)) {
            if (needed.equals(from)) {
                continue;
            }
            List<String> rest = needed.equals(to) ? List.of(to) : wayBack(needed, to, seen);
            if (!rest.isEmpty()) {
                List<String> whole = new ArrayList<>(List.of(from));
                whole.addAll(rest);
                return whole;
            }
        }
        return List.of();
    }

    /** What stands in <code>${…}</code>, outside of quotes. */
    private static List<String> needs(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        List<String> keys = new ArrayList<>();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && text.startsWith("${", i)) {
                int end = text.indexOf('}', i);
                key(text.substring(text.startsWith("${?", i) ? i + 3 : i + 2, end))
                        .ifPresent(keys::add);
                i = end;
            }
        }
        return keys;
    }

    private static Optional<String> key(String written) {
        try {
            return Optional.of(ConfigUtil.joinPath(ConfigUtil.splitPath(written)));
        } catch (ConfigException.BadPath listOfVariables) {
            return Optional.empty();
        }
    }
}
