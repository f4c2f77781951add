package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private final BusSettings defaults = SettingsLoader.isolated().load();

    @Test
    void areWhatTheDesignSays() {
        assertThat(defaults.topicPrefix()).isEqualTo("org.example");
        assertThat(defaults.environment()).isEqualTo("dev");
        assertThat(defaults.modname()).isEmpty();
        assertThat(defaults.name()).isEmpty();
        assertThat(defaults.serviceName()).isEqualTo("local");
        assertThat(defaults.endpoints())
                .isEqualTo(Map.of(
                        "local", Endpoint.parse("tcp://127.0.0.1:4002-4017"),
                        "relay", Endpoint.parse("tcp://127.0.0.1:4001")));
        assertThat(defaults.relay())
                .isEqualTo(new Relay(Endpoint.parse("tcp://127.0.0.1:2003"), Endpoint.parse("tcp://127.0.0.1:4001")));
        assertThat(defaults.gateway()).isEqualTo(new Gateway(new Endpoint("127.0.0.1", 9940), 1000));
        assertThat(defaults.publish())
                .isEqualTo(new Publish(
                        Publish.Via.ENDPOINT,
                        Publish.FanIn.PROCESS,
                        10_000,
                        64 << 20,
                        Publish.Overflow.PACE,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        256,
                        10 << 20,
                        Optional.empty(),
                        false));
        assertThat(defaults.subscribe())
                .isEqualTo(new Subscribe(10_000, 10 << 20, Duration.ofMillis(100), Duration.ofMillis(300)));
        assertThat(defaults.signing())
                .isEqualTo(new Signing(
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("/etc/pki/bus"),
                        Map.of()));
        assertThat(defaults.validation())
                .isEqualTo(new Validation(
                        Validation.Mode.AUTO,
                        Optional.empty(),
                        Optional.empty(),
                        Validation.CrlStale.WARN,
                        EnumSet.allOf(SignatureAlgorithm.class),
                        Duration.ofMinutes(5),
                        Optional.empty()));
        assertThat(defaults.routingPolicy()).isEmpty();
        assertThat(defaults.routingNitpicky()).isFalse();
        assertThat(defaults.consumers()).isEmpty();
        assertThat(defaults.monitoring()).isEqualTo(new Monitoring(Optional.empty(), Optional.<URI>empty()));
        assertThat(defaults.stateDir()).isEmpty();
        assertThat(defaults.shutdownDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(defaults.zmq())
                .isEqualTo(new Zmq(
                        1,
                        new TcpKeepalive(true, 3, Duration.ofSeconds(60), Duration.ofSeconds(5)),
                        Optional.of(Duration.ofSeconds(10)),
                        1000));
        assertThat(defaults.shutdownHook()).isTrue();
        assertThat(defaults.warnings()).isEmpty();
    }

    @Test
    void areReachableFromThisHostOnly() {
        Stream<Endpoint> all = Stream.of(
                        defaults.endpoints().values().stream().flatMap(List::stream),
                        defaults.relay().inbound().stream(),
                        defaults.relay().outbound().stream(),
                        Stream.of(defaults.gateway().endpoint()))
                .flatMap(endpoints -> endpoints);

        assertThat(all).allMatch(Endpoint::isLoopback);
    }

    @Test
    void everyKeyHasOneAndNothingElseStandsBesideThem() {
        List<String> written = new ArrayList<>();
        collect("", Defaults.CONFIG.root().get("bus"), written);

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        Keys.all().stream().map(Key::path).toList());
    }

    @Test
    void everyChoiceIsAWordInLowerCase() {
        assertThat(Arrays.stream(SignatureAlgorithm.values()).map(SignatureAlgorithm::word))
                .containsExactly("x509", "x509-rs256", "x509-es256", "x509-ed25519");
    }

    private static void collect(String path, ConfigValue value, List<String> written) {
        if (value instanceof ConfigObject block && Keys.at(path).isEmpty()) {
            block.forEach((name, member) -> collect(path.isEmpty() ? name : path + "." + name, member, written));
        } else {
            written.add(path);
        }
    }
}
