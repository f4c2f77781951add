package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final String KEY = "bus.environment";

    @TempDir
    private Path root;

    /** Each source beats those before it: all up to one are given, and that one must win. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void theLaterSourceWins(int last) throws IOException {
        Path site = Files.createDirectory(root.resolve("site"));
        Path home = Files.createDirectory(root.resolve("home"));
        SettingsLoader loader = SettingsLoader.isolated().directories(site, home);
        Map<String, Runnable> sources = new LinkedHashMap<>();
        sources.put("default", () -> {});
        sources.put(site.resolve("10.conf") + ":1", () -> new ConfigDirectory(site).file("10.conf", KEY + " = a"));
        sources.put(site.resolve("9.conf") + ":2", () -> new ConfigDirectory(site).file("9.conf", "\n" + KEY + " = b"));
        sources.put(home.resolve("0.conf") + ":1", () -> new ConfigDirectory(home).file("0.conf", KEY + " = c"));
        sources.put("environment variable BUS_ENVIRONMENT", () -> loader.environment(Map.of("BUS_ENVIRONMENT", "d")));
        sources.put("system property -Dbus.environment", () -> loader.systemProperties(Map.of(KEY, "e")));
        sources.put("program", () -> loader.set(KEY, "f"));
        List<Map.Entry<String, Runnable>> inOrder = List.copyOf(sources.entrySet());
        inOrder.subList(0, last + 1).forEach(source -> source.getValue().run());

        BusSettings settings = loader.load();

        assertThat(settings.environment())
                .isEqualTo(List.of("dev", "a", "b", "c", "d", "e", "f").get(last));
        assertThat(settings.entry(KEY))
                .hasValueSatisfying(entry ->
                        assertThat(entry.origin()).isEqualTo(inOrder.get(last).getKey()));
    }

    @Test
    void blocksAreMergedKeyByKey() {
        BusSettings settings = new ConfigDirectory(root)
                .file("10.conf", "bus.publish { linger = 3s, settle = 400ms }")
                .file("20.conf", "bus.publish { linger = 4s }")
                .load();

        assertThat(settings.publish().linger()).hasSeconds(4);
        assertThat(settings.publish().settle()).hasMillis(400);
        assertThat(settings.publish().patience()).hasSeconds(1);
    }

    @Test
    void leftOversAndHiddenFilesAreNotRead() {
        ConfigDirectory config = new ConfigDirectory(root).file("x.conf", "bus.environment = prod");
        for (String leftOver : List.of(
                "x.conf~",
                ".#x.conf",
                "#x.conf#",
                ".x.conf.swp",
                ".hidden.conf",
                "x.conf.dpkg-old",
                "x.conf.dpkg-dist",
                "x.conf.rpmsave",
                "x.conf.bak",
                "README")) {
            config.file(leftOver, "not { a configuration");
        }

        assertThat(config.load().environment()).isEqualTo("prod");
    }

    @Test
    void directoriesThatDoNotExistAreFine() {
        assertThat(SettingsLoader.isolated()
                        .directories(root.resolve("a"), root.resolve("b"))
                        .load())
                .isEqualTo(SettingsLoader.isolated().load());
    }

    @Test
    void theUsersDirectoryIsInTheHome() throws IOException {
        new ConfigDirectory(Files.createDirectory(root.resolve(".bus.d"))).file("x.conf", "bus.environment = prod");

        assertThat(SettingsLoader.create()
                        .environment(Map.of())
                        .home(root)
                        .load()
                        .environment())
                .isEqualTo("prod");
        assertThat(Sources.homeOf("?")).isEmpty();
        assertThat(Sources.homeOf("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir", "dir/x.conf"})
    void aNamedFileOrDirectoryReplacesTheDirectories(String named) throws IOException {
        Path other = Files.createDirectory(root.resolve("dir"));
        new ConfigDirectory(other).file("x.conf", "bus.environment = named");
        new ConfigDirectory(root).file("y.conf", "bus.environment = usual\nbus.modname = usual");
        Path path = root.resolve(named);

        for (SettingsLoader loader : List.of(
                SettingsLoader.isolated().environment(Map.of("BUS_CONFIG", path.toString())),
                SettingsLoader.isolated()
                        .environment(Map.of("BUS_CONFIG", "/nonexistent"))
                        .systemProperties(Map.of("bus.config", path.toString())),
                SettingsLoader.isolated()
                        .environment(Map.of("BUS_CONFIG", "/nonexistent"))
                        .systemProperties(Map.of("bus.config", "/nonexistent"))
                        .config(path))) {
            BusSettings settings = loader.directories(root).load();

            assertThat(settings.environment()).isEqualTo("named");
            assertThat(settings.modname()).isEmpty();
            assertThat(settings.warnings()).isEmpty();
        }
    }

    @Test
    void aNamedFileThatDoesNotExistIsAFault() {
        ConfigDirectory config = new ConfigDirectory(root);

        assertThat(config.faultsOf(SettingsLoader.isolated().environment(Map.of("BUS_CONFIG", "/nonexistent"))))
                .containsExactly("environment variable BUS_CONFIG: names /nonexistent, which does not exist");
        assertThat(config.faultsOf(SettingsLoader.isolated().systemProperties(Map.of("bus.config", "/nonexistent"))))
                .containsExactly("system property -Dbus.config: names /nonexistent, which does not exist");
        assertThat(config.faultsOf(SettingsLoader.isolated().config(Path.of("/nonexistent"))))
                .containsExactly("program: names /nonexistent, which does not exist");
    }

    @Test
    void theNamedFileMayHaveAnyNameAndBeADevice() {
        new ConfigDirectory(root).file("settings", "bus.environment = prod");

        assertThat(SettingsLoader.isolated()
                        .config(root.resolve("settings"))
                        .load()
                        .environment())
                .isEqualTo("prod");
        assertThat(SettingsLoader.isolated().config(Path.of("/dev/null")).load())
                .isEqualTo(SettingsLoader.isolated().load());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bus.publish.via                | none                     | publish.via                | "none"
                    publish.via                    | none                     | publish.via                | "none"
                    publish.via                    | "none"                   | publish.via                | "none"
                    publish.high-water-mark        | 5                        | publish.high-water-mark    | 5
                    shutdown-hook                  | off                      | shutdown-hook              | false
                    modname                        | 5                        | modname                    | "5"
                    modname                        | null                     | modname                    | null
                    relay.inbound                  | tcp://h:1                | relay.inbound              | ["tcp://h:1"]
                    relay.inbound                  | tcp://h:1, tcp://h:2     | relay.inbound              | ["tcp://h:1","tcp://h:2"]
                    relay.inbound                  | ["tcp://h:1"]            | relay.inbound              | ["tcp://h:1"]
                    endpoints.local                | tcp://h:1                | endpoints.local            | ["tcp://h:1"]
                    endpoints.orders.app01         | tcp://h:1                | endpoints."orders.app01"   | ["tcp://h:1"]
                    endpoints."orders.app01"       | tcp://h:1                | endpoints."orders.app01"   | ["tcp://h:1"]
                    endpoints                      | { a.b = ["tcp://h:1"] }  | endpoints."a.b"            | ["tcp://h:1"]
                    endpoints                      | a.b = ["tcp://h:1"]      | endpoints."a.b"            | ["tcp://h:1"]
                    signing.certnames.orders.app01 | app01                    | signing.certnames."orders.app01" | "app01"
                    routing-policy.a.b             | x,y                      | routing-policy."a.b"       | ["x","y"]
                    routing-policy.a.b             | []                       | routing-policy."a.b"       | []
                    consumers.org.x.Foo.enabled    | no                       | consumers."org.x.Foo".enabled | false
                    consumers."org.x.Foo"          | { enabled = no }         | consumers."org.x.Foo".enabled | false
                    state-dir                      | /a#b ${c}                | state-dir                  | "/a#b ${c}"
                    """)
    void textNeedsNoQuotes(String key, String text, String effective, String value) {
        BusSettings settings = SettingsLoader.isolated().option(key, text).load();

        assertThat(settings.entry(effective)).contains(new SettingsEntry("bus." + effective, value, "--set " + key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    bus            | x         | bus = "x": is a block: name one of its keys
                    a..b           | x         | a..b = "x": is not a key: must be words parted by single dots
                    publish        | x         | bus.publish = "x": must be a block: write publish { … }
                    publish.via.x  | y         | bus.publish.via = {"x":"y"}: must be one of endpoint, relay, none
                    a.b            | x         | bus.a = {"b":"x"}: is not a setting; bus has
                    relay.inbound  | [${a}]    | bus.relay.inbound = "[${a}]": has a substitution: those are for files
                    relay.inbound  | [         | bus.relay.inbound = "[": syntax error:
                    endpoints      | include "/etc/passwd" | bus.endpoints = "include \\"/etc/passwd\\"": syntax error: includes are for files
                    endpoints      | include url("http://127.0.0.1:1/") | bus.endpoints = "include url(\\"http://127.0.0.1:1/\\")": syntax error: includes are for files
                    name           | "x" y     | bus.name = "x y": must be a name
                    """)
    void textAtFaultIsToldWithItsOrigin(String key, String text, String told) {
        assertThat(new ConfigDirectory(root).faultsOf(SettingsLoader.isolated().option(key, text)))
                .singleElement()
                .asString()
                .startsWith("--set " + key + ": " + told);
    }

    @Test
    void theLastSettingOfTheProgramWins() {
        BusSettings settings = SettingsLoader.isolated()
                .option("publish.via", "relay")
                .set(Map.of("publish.via", "none"))
                .load();

        assertThat(settings.publish().via()).isEqualTo(Publish.Via.NONE);
    }

    @Test
    void aLoaderReadsAnewEachTime() {
        ConfigDirectory config = new ConfigDirectory(root).file("x.conf", "bus.environment = a");
        SettingsLoader loader = config.loader();
        loader.load();
        config.file("x.conf", "bus.environment = b");

        assertThat(loader.load().environment()).isEqualTo("b");
    }
}
