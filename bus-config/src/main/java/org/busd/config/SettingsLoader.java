package org.busd.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says where settings come from, and loads them. Later ones win, block by block and key by key: the built-in defaults;
 * the {@code *.conf} of {@code /etc/bus.d}, sorted by name; those of {@code ~/.bus.d}; the environment ({@code
 * BUS_PUBLISH_VIA} is {@code bus.publish.via}); system properties ({@code -Dbus.publish.via}); what the program sets.
 * {@code BUS_CONFIG}, or {@code -Dbus.config}, names a file or directory that replaces the two directories.
 *
 * <p>A loader belongs to one thread. It can load more than once; each load reads everything anew.
 */
public final class SettingsLoader {
    private Optional<Path> config = Optional.empty();
    private Optional<List<Path>> directories = Optional.empty();
    private Map<String, String> environment;
    private Map<String, String> systemProperties;
    private Optional<Path> home;
    private Supplier<String> hostName = HostName::ofThisHost;
    private final Map<String, Given> given = new LinkedHashMap<>();

    private SettingsLoader(Map<String, String> environment, Map<String, String> systemProperties, Optional<Path> home) {
        this.environment = environment;
        this.systemProperties = systemProperties;
        this.home = home;
    }

    /**
     * A loader that reads what this host, user and process really have; every source can be replaced.
     *
     * @return a new loader
     */
    public static SettingsLoader create() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(Sources.PROPERTY_START)) {
                properties.put(name, System.getProperty(name, ""));
            }
        }
        return new SettingsLoader(System.getenv(), properties, Sources.homeOf(System.getProperty("user.home", "")));
    }

    /**
     * A loader that reads nothing but the built-in defaults and what it is then given: for tests, and for a bus whose
     * settings are all in the program.
     *
     * @return a new loader
     */
    public static SettingsLoader isolated() {
        return new SettingsLoader(Map.of(), Map.of(), Optional.empty()).directories();
    }

    /**
     * Reads this file or directory in place of the directories, whatever {@code BUS_CONFIG} says.
     *
     * @param fileOrDirectory must exist when loading
     * @return this loader
     */
    public SettingsLoader config(Path fileOrDirectory) {
        this.config = Optional.of(fileOrDirectory);
        return this;
    }

    /**
     * Replaces {@code /etc/bus.d} and {@code ~/.bus.d}.
     *
     * @param directories later ones win; those that do not exist are passed over
     * @return this loader
     */
    public SettingsLoader directories(Path... directories) {
        this.directories = Optional.of(List.of(directories));
        return this;
    }

    /**
     * Replaces the environment, of which {@code BUS_…} are settings and all can be substituted in files.
     *
     * @param environment name to value
     * @return this loader
     */
    public SettingsLoader environment(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        return this;
    }

    /**
     * Replaces the system properties, of which {@code bus.…} are settings.
     *
     * @param systemProperties name to value
     * @return this loader
     */
    public SettingsLoader systemProperties(Map<String, String> systemProperties) {
        this.systemProperties = Map.copyOf(systemProperties);
        return this;
    }

    /**
     * Replaces the home directory.
     *
     * @param home the directory that may hold {@code .bus.d}
     * @return this loader
     */
    public SettingsLoader home(Path home) {
        this.home = Optional.of(home);
        return this;
    }

    /**
     * Replaces the name of this host.
     *
     * @param hostName with or without its domain
     * @return this loader
     */
    public SettingsLoader hostName(String hostName) {
        this.hostName = () -> hostName;
        return this;
    }

    /**
     * Sets a key from the program; wins over all other sources. The value is HOCON, with two mercies: text needs no
     * quotes, and a list may be written {@code a,b}.
     *
     * @param key with or without the leading {@code bus.}
     * @param value for example {@code none}, {@code 500ms}, {@code ["tcp://127.0.0.1:4002"]} or {@code null}
     * @return this loader
     */
    public SettingsLoader set(String key, String value) {
        return give(key, value, "program");
    }

    /**
     * Sets several keys, as {@link #set(String, String)} does each.
     *
     * @param values key to value
     * @return this loader
     */
    public SettingsLoader set(Map<String, String> values) {
        values.forEach(this::set);
        return this;
    }

    /**
     * Sets a key as {@link #set(String, String)} does, on behalf of the command line: the origin will be {@code --set
     * KEY}.
     *
     * @param key with or without the leading {@code bus.}
     * @param value as for {@link #set(String, String)}
     * @return this loader
     */
    public SettingsLoader option(String key, String value) {
        return give(key, value, "--set " + key);
    }

    /**
     * Reads all sources and checks what comes of them. Opens no socket and asks no name server, unless the host's name
     * is needed and can be had in no other way.
     *
     * @return the settings, with warnings about what is allowed but probably not meant
     * @throws SettingsException if they cannot be used; names all faults
     */
    public BusSettings load() {
        Problems problems = new Problems();
        List<String> warnings = new ArrayList<>();
        Sources sources = new Sources(environment, systemProperties, home, problems);

        List<Config> layers = new ArrayList<>(List.of(Defaults.CONFIG));
        for (Path file : sources.files(config, directories)) {
            layers.add(new ConfigFile(file, problems).read());
        }
        layers.add(EnvironmentLayer.read(environment, problems, warnings));
        layers.add(sources.properties());
        layers.add(program(problems));

        ConfigObject merged = merge(layers, problems);
        Values values = new Values(merged, Defaults.CONFIG.root(), problems);
        return new SettingsReader(values, problems, warnings, hostName).read();
    }

    private ConfigObject merge(List<Config> layers, Problems problems) {
        Config merged = ConfigFactory.empty();
        for (Config layer : layers) {
            merged = layer.withFallback(merged);
        }
        List<ConfigObject> roots = layers.stream().map(Config::root).toList();
        UnknownKeys unknownKeys = new UnknownKeys(problems);
        unknownKeys.checkRoot(merged.root());
        ConfigObject resolved = Resolver.resolve(merged, roots, environment, problems);
        ConfigObject joined = DottedNames.join(resolved, roots, problems);
        unknownKeys.checkBus(joined);
        return joined;
    }

    private SettingsLoader give(String key, String value, String origin) {
        // The last one given wins, also over an earlier one from elsewhere.
        given.remove(key);
        given.put(key, new Given(value, origin));
        return this;
    }

    private Config program(Problems problems) {
        TextLayer layer = new TextLayer(problems);
        given.forEach((key, value) -> layer.set(key, value.text(), value.origin()));
        return layer.config();
    }

    private record Given(String text, String origin) {}
}
