package org.busd.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Joins nested blocks to names with dots, so that {@code orders.app01 = …} and {@code "orders.app01" = …} mean the same.
 * HOCON merges the two spellings apart from each other; here the one of the later source wins, and a name that is the
 * beginning of another ({@code orders}) is not lost to it. A {@code null} takes a name away.
 */
final class DottedNames {
    private final List<String> block;
    private final Named<?> kind;
    private final Problems problems;
    private final Map<List<String>, Leaf> winners = new LinkedHashMap<>();

    private DottedNames(Key<?> key, Named<?> kind, Problems problems) {
        this.block = key.parts();
        this.kind = kind;
        this.problems = problems;
    }

    /** Returns the merged and resolved settings with all names joined. */
    static ConfigObject join(ConfigObject resolved, List<ConfigObject> layers, Problems problems) {
        ConfigObject joined = resolved;
        for (Key<?> key : Keys.all()) {
            if (key.kind() instanceof Named<?> named) {
                joined = new DottedNames(key, named, problems).joinBlock(joined, layers);
            }
        }
        return joined;
    }

    private ConfigObject joinBlock(ConfigObject resolved, List<ConfigObject> layers) {
        Optional<ConfigValue> whole = Tree.at(resolved, block);
        if (whole.isEmpty() || !(whole.get() instanceof ConfigObject merged)) {
            return resolved;
        }
        for (ConfigObject layer : layers) {
            Tree.at(layer, block).ifPresent(this::add);
        }
        leavesOf(merged).forEach(leaf -> winners.putIfAbsent(target(leaf), leaf));
        Map<String, Object> members = new TreeMap<>();
        winners.forEach((target, leaf) -> put(members, target, inForce(leaf, merged)));
        ConfigObject joined = ConfigValueFactory.fromMap(members, Origins.of(merged.origin()));
        return resolved.toConfig().withValue(ConfigUtil.joinPath(block), joined).root();
    }

    private void add(ConfigValue layer) {
        if (forgetsEarlier(layer)) {
            winners.clear();
        }
        leavesOf(layer).forEach(leaf -> {
            winners.remove(target(leaf));
            winners.put(target(leaf), leaf);
        });
    }

    /** As after {@code endpoints = null}, which HOCON knows for starting anew. */
    private static boolean forgetsEarlier(ConfigValue layer) {
        String probe = "a name nobody gives";
        return Tree.isResolved(layer)
                && !Tree.membersOf(layer.withFallback(ConfigFactory.parseMap(Map.of("\"" + probe + "\"", true))))
                        .containsKey(probe);
    }

    /** The name, or the name and the key in its block. */
    private List<String> target(Leaf leaf) {
        int last = leaf.path.size() - 1;
        return kind.hasBlocks() && last > 0
                ? List.of(String.join(".", leaf.path.subList(0, last)), leaf.path.get(last))
                : List.of(String.join(".", leaf.path));
    }

    private ConfigValue inForce(Leaf leaf, ConfigObject merged) {
        Optional<ConfigValue> resolved =
                Tree.at(merged, leaf.path).filter(value -> Tree.membersOf(value).isEmpty());
        if (resolved.isEmpty() && !Tree.isResolved(leaf.value)) {
            String name = ConfigUtil.joinPath(List.of(String.join(".", block), String.join(".", leaf.path)));
            if (!problems.touch(name)) {
                problems.add(new Problem(
                        Optional.of(String.join(".", block) + "." + ConfigUtil.joinPath(leaf.path)),
                        Optional.empty(),
                        Origins.of(leaf.value.origin()),
                        "is the beginning of another name: write both in quotes"));
            }
            return ConfigValueFactory.fromAnyRef(null);
        }
        return resolved.orElse(leaf.value);
    }

    private static void put(Map<String, Object> members, List<String> target, ConfigValue value) {
        if (value.valueType() == ConfigValueType.NULL) {
            return;
        }
        String name = target.get(0);
        if (target.size() == 1) {
            members.put(name, value);
            return;
        }
        ConfigObject before = members.get(name) instanceof ConfigObject block
                ? block
                : ConfigFactory.empty().root();
        members.put(name, before.withValue(target.get(1), value));
    }

    private List<Leaf> leavesOf(ConfigValue value) {
        List<Leaf> leaves = new ArrayList<>();
        collect(List.of(), value, leaves);
        // Within a file the later line wins.
        leaves.sort(Comparator.comparingInt(leaf -> leaf.value.origin().lineNumber()));
        return leaves;
    }

    private void collect(List<String> path, ConfigValue value, List<Leaf> leaves) {
        Tree.membersOf(value).forEach((name, member) -> {
            List<String> inner = new ArrayList<>(path);
            inner.add(name);
            if (!(member instanceof ConfigObject)) {
                leaves.add(new Leaf(inner, member));
            } else if (!Tree.membersOf(member).isEmpty()) {
                collect(inner, member, leaves);
            } else if (kind.hasBlocks() && Tree.isResolved(member)) {
                leaves.add(new Leaf(inner, member));
            }
        });
    }

    /** A value below the block, and the path to it as it was spelled. */
    private record Leaf(List<String> path, ConfigValue value) {}
}
