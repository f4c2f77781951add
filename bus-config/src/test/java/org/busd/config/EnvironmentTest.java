package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    BUS_PUBLISH_VIA             | none        | publish.via             | "none"
                    BUS_PUBLISH_HIGH_WATER_MARK | 7           | publish.high-water-mark | 7
                    BUS_ZMQ_TCP_KEEPALIVE_IDLE  | 7s          | zmq.tcp-keepalive.idle  | "7s"
                    BUS_RELAY_INBOUND           | tcp://h:1   | relay.inbound           | ["tcp://h:1"]
                    BUS_ENDPOINTS               | { "a.b" = ["tcp://h:1"] } | endpoints."a.b" | ["tcp://h:1"]
                    """)
    void aVariableSetsTheKeyOfItsName(String variable, String text, String key, String value) {
        BusSettings settings =
                SettingsLoader.isolated().environment(Map.of(variable, text)).load();

        assertThat(settings.entry(key))
                .contains(new SettingsEntry("bus." + key, value, "environment variable " + variable));
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void noTwoKeysHaveTheSameVariable() {
        assertThat(Keys.all().stream().map(Key::environmentName))
                .doesNotHaveDuplicates()
                .doesNotContain(EnvironmentLayer.CONFIG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    BUS_PUBLISH_VAI        | ` (did you mean BUS_PUBLISH_VIA?)`
                    BUS_PORT_4002_TCP_ADDR | ``
                    BUS_ENDPOINTS_LOCAL    | ` (names in bus.endpoints are set all at once: BUS_ENDPOINTS='{ "name" = … }')`
                    """)
    void anUnknownVariableOnlyWarnsAndItsValueIsNotShown(String variable, String hint) {
        BusSettings settings = SettingsLoader.isolated()
                .environment(Map.of(variable, "hunter2"))
                .load();

        assertThat(settings.warnings())
                .containsExactly("environment variable " + variable + " is not a setting and is ignored" + hint);
    }

    @Test
    void oneThatIsNestedTooDeeplyIsAFault() {
        assertThatThrownBy(() -> SettingsLoader.isolated()
                        .environment(Map.of("BUS_RELAY_INBOUND", "[".repeat(200_000)))
                        .load())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("BUS_RELAY_INBOUND");
    }

    @Test
    void othersAndEmptyOnesAreNotLookedAt() {
        assertThat(SettingsLoader.isolated()
                        .environment(Map.of("PATH", "x", "BUSY", "x", "BUS_PUBLISH_VIA", "", "BUS_CONFIG", ""))
                        .load())
                .isEqualTo(SettingsLoader.isolated().load());
    }
}
