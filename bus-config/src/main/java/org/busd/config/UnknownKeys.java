package org.busd.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what is not a setting, and says what was probably meant. */
final class UnknownKeys {
    private final Problems problems;

    UnknownKeys(Problems problems) {
        this.problems = problems;
    }

    /**
     * What stands beside {@code bus} is a site's own and there to be substituted, unless it looks as if it belonged to
     * or were {@code bus}.
     */
    void checkRoot(ConfigObject root) {
        new TreeMap<>(Tree.membersOf(root)).forEach((name, value) -> {
            if (name.equals(Key.ROOT)) {
                return;
            }
            Nearest.to(name, Set.of(Key.ROOT))
                    .or(() -> Nearest.to(name, Keys.membersOf("")).map(member -> Key.ROOT + "." + member))
                    .ifPresent(meant -> tell(
                            ConfigUtil.joinPath(name),
                            value,
                            "is not a setting: all stand in bus { … } (did you mean " + meant + "?)"));
        });
    }

    /** Every key in {@code bus} must be a setting. */
    void checkBus(ConfigObject root) {
        Tree.at(root, List.of(Key.ROOT)).ifPresent(bus -> {
            if (bus instanceof ConfigObject) {
                check(bus, "");
            } else {
                tell(Key.ROOT, bus, "must be a block: write bus { … }");
            }
        });
    }

    private void check(ConfigValue block, String path) {
        new TreeMap<>(Tree.membersOf(block)).forEach((name, value) -> {
            String inner = (path.isEmpty() ? "" : path + ".") + ConfigUtil.joinPath(name);
            if (Keys.at(inner).isPresent()) {
                return;
            }
            if (Keys.membersOf(inner).isEmpty()) {
                tell(full(inner), value, "is not a setting" + hint(path, name));
            } else if (value instanceof ConfigObject) {
                check(value, inner);
            } else {
                tell(full(inner), value, "must be a block: write " + name + " { … }");
            }
        });
    }

    private void tell(String key, ConfigValue value, String message) {
        String shown = mayBeSecret(key) ? "(not shown)" : Setting.shown(value);
        problems.add(new Problem(Optional.of(key), Optional.of(shown), Origins.of(value.origin()), message));
    }

    /** Somebody may have written a passphrase where the path of its file belongs. */
    private static boolean mayBeSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return Stream.of("pass", "secret", "token", "credential").anyMatch(lower::contains);
    }

    private static String hint(String block, String name) {
        Optional<String> sibling = Nearest.to(name, Keys.membersOf(block));
        if (sibling.isPresent()) {
            String path = block.isEmpty() ? sibling.get() : block + "." + sibling.get();
            return " (did you mean " + full(path) + "?)";
        }
        return block.isEmpty() ? elsewhere(name) : "; " + full(block) + " has " + list(Keys.membersOf(block));
    }

    /** A key given without its block. */
    private static String elsewhere(String name) {
        Map<String, Set<String>> paths = new TreeMap<>();
        for (Key<?> key : Keys.all()) {
            String last = key.path().substring(key.path().lastIndexOf('.') + 1);
            paths.computeIfAbsent(last, unused -> new TreeSet<>()).add(key.fullPath());
        }
        return Nearest.to(name, paths.keySet())
                .map(near -> " (did you mean " + String.join(" or ", paths.getOrDefault(near, Set.of())) + "?)")
                .orElse("; bus has " + list(Keys.membersOf("")));
    }

    private static String list(Set<String> members) {
        return String.join(", ", members);
    }

    private static String full(String path) {
        return Key.ROOT + "." + path;
    }
}
