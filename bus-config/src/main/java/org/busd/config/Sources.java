package org.busd.config;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is there to be read.
 *
 * @param environment name to value
 * @param systemProperties name to value
 * @param home the home directory, if there is one
 * @param problems where faults go
 */
record Sources(
        Map<String, String> environment, Map<String, String> systemProperties, Optional<Path> home, Problems problems) {
    static final String PROPERTY_START = Key.ROOT + ".";

    private static final String CONFIG_PROPERTY = PROPERTY_START + "config";
    private static final Path SYSTEM = Path.of("/etc/bus.d");
    private static final String USER = ".bus.d";

    /** Users without a home, as in containers, have {@code ?} or nothing in its place. */
    static Optional<Path> homeOf(String property) {
        return Optional.of(property).filter(path -> path.startsWith("/")).map(Path::of);
    }

    /** The files in the order of reading. */
    List<Path> files(Optional<Path> config, Optional<List<Path>> directories) {
        if (config.isPresent()) {
            return named(config.get(), "program");
        }
        String property = systemProperties.getOrDefault(CONFIG_PROPERTY, "");
        if (!property.isEmpty()) {
            return named(property, "system property -D" + CONFIG_PROPERTY);
        }
        String variable = environment.getOrDefault(EnvironmentLayer.CONFIG, "");
        if (!variable.isEmpty()) {
            return named(variable, "environment variable " + EnvironmentLayer.CONFIG);
        }
        List<Path> files = new ArrayList<>();
        directories.orElseGet(this::usual).forEach(directory -> files.addAll(DropIns.in(directory, problems)));
        return files;
    }

    Config properties() {
        TextLayer layer = new TextLayer(problems);
        new TreeMap<>(systemProperties).forEach((name, value) -> {
            if (name.startsWith(PROPERTY_START) && !name.equals(CONFIG_PROPERTY)) {
                layer.set(name, value, "system property -D" + name);
            }
        });
        return layer.config();
    }

    private List<Path> usual() {
        List<Path> usual = new ArrayList<>(List.of(SYSTEM));
        home.ifPresent(directory -> usual.add(directory.resolve(USER)));
        return usual;
    }

    private List<Path> named(String path, String origin) {
        try {
            return named(Path.of(path), origin);
        } catch (InvalidPathException refused) {
            problems.add(origin, JsonText.quoted(path) + " is not a path");
            return List.of();
        }
    }

    private List<Path> named(Path path, String origin) {
        if (!Files.exists(path)) {
            problems.add(origin, "names " + path + ", which does not exist");
            return List.of();
        }
        return Files.isDirectory(path) ? DropIns.in(path, problems) : List.of(path);
    }
}
