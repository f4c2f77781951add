package org.busd.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds under which name of {@code bus.endpoints} this process publishes. */
final class ServiceName {
    private static final String OTHERWISE = "local";

    private final Values values;
    private final Problems problems;
    private final List<String> warnings;

    ServiceName(Values values, Problems problems, List<String> warnings) {
        this.values = values;
        this.problems = problems;
        this.warnings = warnings;
    }

    String find(
            Optional<String> name,
            Optional<String> modname,
            Map<String, List<Endpoint>> endpoints,
            Supplier<String> hostName) {
        if (name.isPresent()) {
            return checked(name.get(), endpoints);
        }
        if (modname.isEmpty()) {
            return OTHERWISE;
        }
        String derived = modname.get() + "." + HostName.shortened(hostName.get());
        if (endpoints.containsKey(derived)) {
            return derived;
        }
        if (areEndpointsSet()) {
            warnings.add(Key.ROOT + ".endpoints has no \"" + derived + "\", so this process publishes as \"" + OTHERWISE
                    + "\": add that name, or set bus.name");
        }
        return OTHERWISE;
    }

    private String checked(String name, Map<String, List<Endpoint>> endpoints) {
        boolean sound = !problems.touch(Keys.NAME.fullPath()) && !problems.touch(Keys.ENDPOINTS.fullPath());
        if (sound && !endpoints.containsKey(name)) {
            new Setting(Keys.NAME.fullPath(), values.written(Keys.NAME), problems)
                    .refuse("is not in bus.endpoints, which has " + String.join(", ", endpoints.keySet()));
        }
        return name;
    }

    private boolean areEndpointsSet() {
        return Tree.membersOf(values.written(Keys.ENDPOINTS)).values().stream()
                .anyMatch(value -> !Origins.of(value.origin()).equals(Origins.DEFAULT));
    }
}
