package org.busd.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
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
    /** All settings, resolved. */
    private final ConfigObject whole;

    private final List<String> block;
    private final Named<?> kind;
    private final Problems problems;
    private final Map<List<String>, List<Leaf>> leaves = new LinkedHashMap<>();

    private DottedNames(ConfigObject whole, Key<?> key, Named<?> kind, Problems problems) {
        this.whole = whole;
        this.block = key.parts();
        this.kind = kind;
        this.problems = problems;
    }

    /** Returns the merged and resolved settings with all names joined. */
    static ConfigObject join(ConfigObject resolved, List<ConfigObject> layers, Problems problems) {
        ConfigObject joined = resolved;
        for (Key<?> key : Keys.all()) {
            if (key.kind() instanceof Named<?> named) {
                joined = new DottedNames(resolved, key, named, problems).joinBlock(joined, layers);
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
        Map<String, Object> members = new TreeMap<>();
        leaves.forEach((target, spellings) -> put(members, target, inForce(spellings, merged)));
        // What was substituted as part of a block.
        for (Leaf leaf : leavesOf(merged)) {
            List<String> target = target(leaf);
            if (!leaves.containsKey(target)) {
                put(members, target, leaf.value);
            }
        }
        ConfigObject joined = ConfigValueFactory.fromMap(members, Origins.of(merged.origin()));
        return Tree.with(resolved, block, joined);
    }

    private void add(ConfigValue layer) {
        if (!leaves.isEmpty() && forgetsEarlier(layer)) {
            leaves.clear();
        }
        leavesOf(layer)
                .forEach(leaf -> leaves.computeIfAbsent(target(leaf), unused -> new ArrayList<>())
                        .add(leaf));
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

    /** The last one that has a value; a null if none has. */
    private ConfigValue inForce(List<Leaf> spellings, ConfigObject merged) {
        for (int i = spellings.size() - 1; i >= 0; i--) {
            Leaf leaf = spellings.get(i);
            Optional<ConfigValue> resolved = Tree.at(merged, leaf.path);
            if (resolved.filter(this::isLeaf).isPresent()) {
                return resolved.get();
            }
            if (Tree.isResolved(leaf.value)) {
                // HOCON has given its place to another name, or has started anew after a null.
                if (isShadowed(leaf, merged)) {
                    return leaf.value;
                }
            } else if (isBlock(leaf)) {
                // Its members are among those that were substituted.
                return ConfigValueFactory.fromAnyRef(null);
            } else if (isLost(leaf, merged)) {
                refuse(leaf);
            }
        }
        return ConfigValueFactory.fromAnyRef(null);
    }

    /** Whether a block is substituted for it. */
    private boolean isBlock(Leaf leaf) {
        try {
            return leaf.value.atKey("v").resolveWith(whole.toConfig()).root().get("v") instanceof ConfigObject;
        } catch (ConfigException e) {
            return false;
        }
    }

    /** Whether another name took its place; an optional substitution may also be of what nobody sets. */
    private static boolean isLost(Leaf leaf, ConfigObject merged) {
        return !leaf.value.render(ConfigRenderOptions.concise()).contains("${?") && isShadowed(leaf, merged);
    }

    private static boolean isShadowed(Leaf leaf, ConfigObject merged) {
        boolean shadowed = Tree.at(merged, leaf.path).isPresent();
        for (int i = 1; i < leaf.path.size(); i++) {
            shadowed |= Tree.at(merged, leaf.path.subList(0, i))
                    .filter(value -> !(value instanceof ConfigObject))
                    .isPresent();
        }
        return shadowed;
    }

    private void refuse(Leaf leaf) {
        String key = String.join(".", block) + "." + ConfigUtil.joinPath(leaf.path);
        if (!problems.touch(key)) {
            problems.add(new Problem(
                    Optional.of(key),
                    Optional.empty(),
                    Origins.of(leaf.value.origin()),
                    "is the beginning of another name, or has one as its beginning: write both in quotes"));
        }
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
        List<Leaf> found = new ArrayList<>();
        collect(List.of(), value, found);
        // Within a file the later line wins.
        found.sort(Comparator.comparingInt(leaf -> leaf.value.origin().lineNumber()));
        return found;
    }

    private void collect(List<String> path, ConfigValue value, List<Leaf> found) {
        Tree.membersOf(value).forEach((name, member) -> {
            List<String> inner = new ArrayList<>(path);
            inner.add(name);
            if (isLeaf(member)) {
                found.add(new Leaf(inner, member));
            } else {
                collect(inner, member, found);
            }
        });
    }

    /** An empty block is one where names have blocks: a name of which nothing is set. */
    private boolean isLeaf(ConfigValue value) {
        return !(value instanceof ConfigObject)
                || (kind.hasBlocks()
                        && Tree.isResolved(value)
                        && Tree.membersOf(value).isEmpty());
    }

    /** A value below the block, and the path to it as it was spelled. */
    private record Leaf(List<String> path, ConfigValue value) {}
}
