package org.busd.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts values in place of substitutions, once all files are merged. Names that no file sets are environment variables.
 * The parser's own messages can carry the whole environment, so only what is known to be harmless is taken from them.
 */
final class Resolver {
    private static final ConfigResolveOptions OPTIONS = ConfigResolveOptions.noSystem();
    private static final String UNRESOLVED = "Could not resolve substitution to a value: ";
    private static final String CYCLE = " was part of a cycle of substitutions involving ";

    private final List<ConfigObject> layers;
    private final Config whole;
    private final Set<String> cycles;
    private final Problems problems;
    private Config resolved = ConfigFactory.empty();
    private boolean told;

    private Resolver(List<ConfigObject> layers, Config whole, Set<String> cycles, Problems problems) {
        this.layers = layers;
        this.whole = whole;
        this.cycles = cycles;
        this.problems = problems;
    }

    /**
     * Resolves what the layers, later ones winning, have been merged to. After a fault, which is noted, the result has
     * only the values that could be resolved.
     */
    static ConfigObject resolve(
            Config merged, List<ConfigObject> layers, Map<String, String> environment, Problems problems) {
        if (merged.isResolved()) {
            return merged.root();
        }
        Map<String, ConfigValue> variables = new HashMap<>();
        environment.forEach((name, value) ->
                variables.put(name, ConfigValueFactory.fromAnyRef(value, "environment variable " + name)));
        Config whole = merged.withFallback(ConfigValueFactory.fromMap(variables));
        Set<String> cycles = new Cycles(layers).tell(problems);
        Optional<ConfigException> fault = Optional.empty();
        if (cycles.isEmpty()) {
            try {
                return whole.resolve(OPTIONS).root();
            } catch (ConfigException refused) {
                fault = Optional.of(refused);
            }
        }
        // The whole stops at the first fault; value by value all are found.
        Resolver resolver = new Resolver(layers, whole, cycles, problems);
        resolver.visit(new ArrayList<>(), merged.root());
        if (!resolver.told) {
            fault.ifPresent(first -> problems.add(ParseFault.origin(first, Key.ROOT), explain(first)));
        }
        return resolver.resolved.root();
    }

    private void visit(List<String> path, ConfigObject block) {
        new TreeMap<>(Tree.membersOf(block)).forEach((name, value) -> {
            path.add(name);
            if (Tree.isResolved(value)) {
                resolved = resolved.withValue(ConfigUtil.joinPath(path), value);
            } else if (value instanceof ConfigObject inner
                    && !Tree.membersOf(inner).isEmpty()) {
                visit(path, inner);
            } else {
                resolve(path, uppermost(path, value));
            }
            path.remove(path.size() - 1);
        });
    }

    /** The value as the last layer has it: one that waits to be merged with others cannot be resolved on its own. */
    private ConfigValue uppermost(List<String> path, ConfigValue merged) {
        ConfigValue uppermost = merged;
        for (ConfigObject layer : layers) {
            uppermost = Tree.at(layer, path).orElse(uppermost);
        }
        return uppermost;
    }

    private void resolve(List<String> path, ConfigValue value) {
        String key = ConfigUtil.joinPath(path);
        if (cycles.contains(key)) {
            return;
        }
        try {
            Config alone = value.atKey("v").resolveWith(whole, OPTIONS);
            if (alone.hasPathOrNull("v")) {
                resolved = resolved.withValue(key, alone.root().getOrDefault("v", value));
            }
        } catch (ConfigException fault) {
            told = true;
            problems.add(new Problem(
                    Optional.of(key), Optional.of(Setting.shown(value)), Origins.of(value.origin()), explain(fault)));
        }
    }

    private static String explain(ConfigException fault) {
        String said = String.valueOf(fault.getMessage());
        int start = said.indexOf(UNRESOLVED);
        if (!(fault instanceof ConfigException.UnresolvedSubstitution) || start < 0) {
            return "cannot be resolved: write it without substitutions";
        }
        String what = said.substring(start + UNRESOLVED.length());
        int cycle = what.indexOf(CYCLE);
        return cycle >= 0
                ? "is in a cycle of substitutions: "
                        + what.substring(cycle + CYCLE.length()).replace(", ", " → ")
                : "nothing sets " + what + ": set it, or write " + what.replace("${", "${?") + " if it may be absent";
    }
}
