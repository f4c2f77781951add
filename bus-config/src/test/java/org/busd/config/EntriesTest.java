package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntriesTest {
    private ConfigDirectory config;

    @BeforeEach
    void openDirectory(@TempDir Path directory) {
        config = new ConfigDirectory(directory).file("x.conf", """
                        bus {
                          publish.linger = 3s
                          endpoints { orders.app01 = ["tcp://h:1-2"], orders = ${?absent} }
                          consumers { "org.x.Foo" { enabled = no } }
                        }
                        """);
    }

    @Test
    void haveKeyValueAndOrigin() {
        String file = config.path().resolve("x.conf").toString();

        assertThat(config.load().entries())
                .contains(
                        new SettingsEntry("bus.publish.linger", "\"3s\"", file + ":2"),
                        new SettingsEntry("bus.endpoints.\"orders.app01\"", "[\"tcp://h:1-2\"]", file + ":3"),
                        new SettingsEntry("bus.consumers.\"org.x.Foo\".enabled", "false", file + ":4"),
                        new SettingsEntry("bus.publish.settle", "\"500ms\"", "default"),
                        new SettingsEntry("bus.routing-policy", "{}", "default"),
                        new SettingsEntry("bus.shutdown-hook", "true", "default"));
    }

    @Test
    void areSortedAndHaveEveryKey() {
        assertThat(config.load().entries())
                .extracting(SettingsEntry::key)
                .isSorted()
                .doesNotHaveDuplicates();
        for (Key<?> key : Keys.all()) {
            assertThat(config.load().entries(key.fullPath())).as(key.path()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bus.endpoints.\"orders.app01\"",
                "endpoints.\"orders.app01\"",
                "bus.endpoints.orders.app01",
                "endpoints.orders.app01"
            })
    void areFoundWithAndWithoutRootAndQuotes(String key) {
        assertThat(config.load().entry(key).map(SettingsEntry::value)).contains("[\"tcp://h:1-2\"]");
        assertThat(config.load().toJson(key)).contains("[\"tcp://h:1-2\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish.wibble", "publish.linger.x", "wibble", "a..b", "", "endpoints.orders.app02"})
    void areNotFoundUnderOtherKeys(String key) {
        assertThat(config.load().entry(key)).isEmpty();
        assertThat(config.load().entries(key)).isEmpty();
        assertThat(config.load().toJson(key)).isEmpty();
    }

    @Test
    void ofABlockAreAllInIt() {
        BusSettings settings = config.load();

        assertThat(settings.entry("relay")).isEmpty();
        assertThat(settings.entries("relay"))
                .extracting(SettingsEntry::key)
                .containsExactly("bus.relay.inbound", "bus.relay.outbound");
        assertThat(settings.entries("bus")).isEqualTo(settings.entries());
        assertThat(settings.toJson("relay"))
                .contains("{\"inbound\":[\"tcp://127.0.0.1:2003\"],\"outbound\":[\"tcp://127.0.0.1:4001\"]}");
    }

    @Test
    void sayWhetherTheyAreDefaultsAndHaveABareValue() {
        assertThat(config.load().entry("publish.linger")).hasValueSatisfying(entry -> {
            assertThat(entry.isDefault()).isFalse();
            assertThat(entry.bareValue()).isEqualTo("3s");
        });
        assertThat(config.load().entry("publish.high-water-mark")).hasValueSatisfying(entry -> {
            assertThat(entry.isDefault()).isTrue();
            assertThat(entry.bareValue()).isEqualTo("10000");
        });
        assertThat(new SettingsEntry("k", "\"a\\\"b\\u00e9\"", "default").bareValue())
                .isEqualTo("a\"b\u00e9");
    }

    @Test
    void asJsonAreAConfigurationThatMeansTheSame(@TempDir Path other) {
        BusSettings settings = config.load();

        BusSettings again =
                new ConfigDirectory(other).file("x.conf", settings.toJson()).load();

        assertThat(again.toJson()).isEqualTo(settings.toJson());
        assertThat(again.endpoints()).isEqualTo(settings.endpoints());
        assertThat(again.publish()).isEqualTo(settings.publish());
        assertThat(again.consumers()).isEqualTo(Map.of("org.x.Foo", new ConsumerSettings(false)));
        assertThat(ConfigFactory.parseString(settings.toJson()).root()).containsOnlyKeys("bus");
    }
}
