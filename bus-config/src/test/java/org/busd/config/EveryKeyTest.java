package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key at a value of its own, so that none can be read in place of another. */
class EveryKeyTest {
    private static final String ALL = """
            bus {
              topic-prefix = "com.acme", environment = prod, modname = orders, name = "orders.app01"
              endpoints { "orders.app01" = ["tcp://app01:4100"] }
              relay { inbound = ["tcp://relay:2004"], outbound = ["tcp://*:4005"] }
              gateway { endpoint = "tcp://gw:9999", high-water-mark = 11 }
              publish {
                via = none, fan-in = thread, high-water-mark = 12, max-bytes = 13MiB, overflow = fail, patience = 14ms
                settle = 15m, ready-timeout = 16ms, linger = 17ms, max-thread-sockets = 18, max-message-size = 19KiB
                bind-address = "10.0.0.1", trace-thread-sockets = on
              }
              subscribe { high-water-mark = 21, max-message-size = 22KiB, reconnect = 23ms, reconnect-max = 24ms }
              signing {
                enabled = true, certificate = /c.crt, key = /k.key, passphrase-file = /p, algorithm = x509-es256
                certificates-dir = /pki, certnames { orders.app01 = "orders-app01" }
              }
              validation {
                mode = require, ca = /ca.crt, crl = /crl.pem, crl-stale = fail, algorithms = [x509-ed25519, x509-rs256]
                max-clock-skew = 31s, max-age = 32s
              }
              routing-policy { com.acme.prod.orders.created = ["orders-app01"] }
              routing-nitpicky = true
              consumers { com.acme.Billing.enabled = false }
              monitoring { endpoint = "tcp://127.0.0.1:9941", http = "http://127.0.0.1:9942" }
              state-dir = /var/lib/bus
              shutdown-deadline = 41s
              zmq {
                io-threads = 2, heartbeat = 51s, max-connections = 55
                tcp-keepalive { enabled = false, count = 52, idle = 53s, interval = 54s }
              }
              shutdown-hook = off
            }
            """;

    @Test
    void isReadToItsOwnPlace(@TempDir Path directory) {
        BusSettings settings =
                new ConfigDirectory(directory).file("all.conf", ALL).load();

        assertThat(settings.topicPrefix()).isEqualTo("com.acme");
        assertThat(settings.environment()).isEqualTo("prod");
        assertThat(settings.modname()).contains("orders");
        assertThat(settings.name()).contains("orders.app01");
        assertThat(settings.serviceName()).isEqualTo("orders.app01");
        assertThat(settings.endpoints()).containsEntry("orders.app01", List.of(new Endpoint("app01", 4100)));
        assertThat(settings.serviceEndpoints()).containsExactly(new Endpoint("app01", 4100));
        assertThat(settings.relay())
                .isEqualTo(new Relay(List.of(new Endpoint("relay", 2004)), List.of(new Endpoint("*", 4005))));
        assertThat(settings.gateway()).isEqualTo(new Gateway(new Endpoint("gw", 9999), 11));
        assertThat(settings.publish())
                .isEqualTo(new Publish(
                        Publish.Via.NONE,
                        Publish.FanIn.THREAD,
                        12,
                        13 << 20,
                        Publish.Overflow.FAIL,
                        Duration.ofMillis(14),
                        Duration.ofMinutes(15),
                        Duration.ofMillis(16),
                        Duration.ofMillis(17),
                        18,
                        19 << 10,
                        Optional.of("10.0.0.1"),
                        true));
        assertThat(settings.subscribe())
                .isEqualTo(new Subscribe(21, 22 << 10, Duration.ofMillis(23), Duration.ofMillis(24)));
        assertThat(settings.signing())
                .isEqualTo(new Signing(
                        true,
                        Optional.of(Path.of("/c.crt")),
                        Optional.of(Path.of("/k.key")),
                        Optional.of(Path.of("/p")),
                        Optional.of(SignatureAlgorithm.X509_ES256),
                        Path.of("/pki"),
                        Map.of("orders.app01", "orders-app01")));
        assertThat(settings.validation())
                .isEqualTo(new Validation(
                        Validation.Mode.REQUIRE,
                        Optional.of(Path.of("/ca.crt")),
                        Optional.of(Path.of("/crl.pem")),
                        Validation.CrlStale.FAIL,
                        Set.of(SignatureAlgorithm.X509_RS256, SignatureAlgorithm.X509_ED25519),
                        Duration.ofSeconds(31),
                        Optional.of(Duration.ofSeconds(32))));
        assertThat(settings.routingPolicy()).isEqualTo(Map.of("com.acme.prod.orders.created", List.of("orders-app01")));
        assertThat(settings.routingNitpicky()).isTrue();
        assertThat(settings.consumers()).isEqualTo(Map.of("com.acme.Billing", new ConsumerSettings(false)));
        assertThat(settings.monitoring())
                .isEqualTo(new Monitoring(
                        Optional.of(new Endpoint("127.0.0.1", 9941)),
                        Optional.of(URI.create("http://127.0.0.1:9942"))));
        assertThat(settings.stateDir()).contains(Path.of("/var/lib/bus"));
        assertThat(settings.shutdownDeadline()).isEqualTo(Duration.ofSeconds(41));
        assertThat(settings.zmq())
                .isEqualTo(new Zmq(
                        2,
                        new TcpKeepalive(false, 52, Duration.ofSeconds(53), Duration.ofSeconds(54)),
                        Optional.of(Duration.ofSeconds(51)),
                        55));
        assertThat(settings.shutdownHook()).isFalse();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void canBeSwitchedOffAndOn(@TempDir Path directory) {
        BusSettings settings = new ConfigDirectory(directory)
                .file("all.conf", "bus { validation.max-age = off, zmq.heartbeat = off, signing.algorithm = auto }")
                .load();

        assertThat(settings.validation().maxAge()).isEmpty();
        assertThat(settings.zmq().heartbeat()).isEmpty();
        assertThat(settings.signing().algorithm()).isEmpty();
    }
}
