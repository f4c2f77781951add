package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    publish.via = relai                      | bus.publish.via = "relai": must be one of endpoint, relay, none (did you mean relay?)
                    publish.via = RELAY                      | bus.publish.via = "RELAY": must be one of endpoint, relay, none (did you mean relay?)
                    publish.overflow = wibble                | bus.publish.overflow = "wibble": must be one of pace, drop, block, fail
                    publish.via = [relay]                    | bus.publish.via = ["relay"]: must be one of endpoint, relay, none
                    publish.via = null                       | bus.publish.via = null: must be one of endpoint, relay, none
                    signing.algorithm = rsa                  | bus.signing.algorithm = "rsa": must be one of x509, x509-rs256, x509-es256, x509-ed25519, or auto
                    validation.algorithms = [x509, md5]      | bus.validation.algorithms[1] = "md5": must be one of x509, x509-rs256, x509-es256, x509-ed25519
                    validation.algorithms = []               | bus.validation.algorithms = []: must name at least one
                    publish.high-water-mark = -1             | bus.publish.high-water-mark = -1: must be a whole number from 1 to 10000000
                    publish.high-water-mark = 0              | bus.publish.high-water-mark = 0: must be a whole number from 1 to 10000000
                    publish.high-water-mark = 10000001       | bus.publish.high-water-mark = 10000001: must be a whole number from 1 to 10000000
                    publish.high-water-mark = 99999999999999 | bus.publish.high-water-mark = 99999999999999: must be a whole number from 1 to 10000000
                    publish.high-water-mark = 1.5            | bus.publish.high-water-mark = 1.5: must be a whole number from 1 to 10000000
                    publish.high-water-mark = many           | bus.publish.high-water-mark = "many": must be a whole number from 1 to 10000000
                    publish.high-water-mark = {}             | bus.publish.high-water-mark = {}: must be a whole number from 1 to 10000000
                    publish.max-thread-sockets = 1001        | bus.publish.max-thread-sockets = 1001: must be a whole number from 0 to 1000
                    zmq.io-threads = 65                      | bus.zmq.io-threads = 65: must be a whole number from 1 to 64
                    publish.linger = 500                     | bus.publish.linger = 500: has no unit: write 500ms or 500s
                    publish.linger = -1                      | bus.publish.linger = -1: has no unit: write -1ms or -1s
                    publish.linger = -1s                     | bus.publish.linger = "-1s": must be a duration from 0s to 1d, with a unit of ns, us, ms, s, m, h or d
                    publish.linger = 25h                     | bus.publish.linger = "25h": must be a duration from 0s to 1d, with a unit of ns, us, ms, s, m, h or d
                    publish.linger = 99999999999999999d      | bus.publish.linger = "99999999999999999d": must be a duration from 0s to 1d, with a unit of ns, us, ms, s, m, h or d
                    publish.linger = 3 parsecs               | bus.publish.linger = "3 parsecs": must be a duration from 0s to 1d, with a unit of ns, us, ms, s, m, h or d
                    publish.linger = ""                      | bus.publish.linger = "": must be a duration from 0s to 1d, with a unit of ns, us, ms, s, m, h or d
                    subscribe.reconnect = 0ms                | bus.subscribe.reconnect = "0ms": must be a duration from 1ms to 1d, with a unit of ns, us, ms, s, m, h or d
                    validation.max-age = never               | bus.validation.max-age = "never": must be a duration from 1s to 365d, with a unit of ns, us, ms, s, m, h or d, or off
                    zmq.heartbeat = 10                       | bus.zmq.heartbeat = 10: has no unit: write 10ms or 10s, or off
                    zmq.tcp-keepalive.idle = 10ms            | bus.zmq.tcp-keepalive.idle = "10ms": must be a duration from 1s to 9h, with a unit of ns, us, ms, s, m, h or d
                    publish.max-bytes = 64                   | bus.publish.max-bytes = 64: has no unit: write 64KiB or 64MiB, or B for bytes
                    publish.max-message-size = 1B            | bus.publish.max-message-size = "1B": must be a size from 1KiB to 1GiB, with a unit of B, KiB, MiB or GiB
                    publish.max-message-size = 2GiB          | bus.publish.max-message-size = "2GiB": must be a size from 1KiB to 1GiB, with a unit of B, KiB, MiB or GiB
                    publish.max-message-size = -1MiB         | bus.publish.max-message-size = "-1MiB": must be a size from 1KiB to 1GiB, with a unit of B, KiB, MiB or GiB
                    publish.max-message-size = 5 XiB         | bus.publish.max-message-size = "5 XiB": must be a size from 1KiB to 1GiB, with a unit of B, KiB, MiB or GiB
                    signing.enabled = maybe                  | bus.signing.enabled = "maybe": must be true or false (on and off, yes and no will do)
                    shutdown-hook = 1                        | bus.shutdown-hook = 1: must be true or false (on and off, yes and no will do)
                    topic-prefix = "org..example"            | bus.topic-prefix = "org..example": must be words of letters, digits, _ and -, parted by single dots
                    topic-prefix = ""                        | bus.topic-prefix = "": must be words of letters, digits, _ and -, parted by single dots
                    topic-prefix = null                      | bus.topic-prefix = null: must be words of letters, digits, _ and -, parted by single dots
                    environment = "pre.prod"                 | bus.environment = "pre.prod": must be one word of letters, digits, _ and -
                    modname = "a b"                          | bus.modname = "a b": must be words of letters, digits, _ and -, parted by single dots, or null
                    name = "a b"                             | bus.name = "a b": must be a name: not empty, without white space, or null
                    endpoints = 5                            | bus.endpoints = 5: must be a block of names: write { "name" = … }
                    endpoints.a = "tcp://h:1"                | bus.endpoints.a = "tcp://h:1": must be a list: write ["…", "…"]
                    endpoints.a = []                         | bus.endpoints.a = []: must name at least one
                    endpoints.a = ["tcp://h:1", 5]           | bus.endpoints.a[1] = 5: has no scheme; write tcp://host:port or tcp://host:first-last
                    endpoints.a = [[]]                       | bus.endpoints.a[0] = []: must be text: write "tcp://host:port"
                    endpoints.a = ["tcp://h:2-1"]            | bus.endpoints.a[0] = "tcp://h:2-1": the range is upside down: write 1-2
                    endpoints.a.b = ["ipc:///x"]             | bus.endpoints."a.b"[0] = "ipc:///x": ipc:// is refused: in JeroMQ 0.6.0 it is loopback TCP on a port guessed from the path, open to every local user; write tcp://127.0.0.1:port, which at least says so
                    endpoints.a = ["tcp://*:1"]              | bus.endpoints.a[0] = "tcp://*:1": stands for all interfaces, but others connect here: name the host (any name but a loopback one binds all interfaces)
                    relay.inbound = ["tcp://0.0.0.0:1"]      | bus.relay.inbound[0] = "tcp://0.0.0.0:1": stands for all interfaces, but others connect here: name the host (any name but a loopback one binds all interfaces)
                    gateway.endpoint = "tcp://h:1-2"         | bus.gateway.endpoint = "tcp://h:1-2": must be one address, without a range of ports
                    monitoring.http = "http://h:1/x"         | bus.monitoring.http = "http://h:1/x": must be http://host:port, without a path, or null
                    monitoring.http = "https://h:1"          | bus.monitoring.http = "https://h:1": must be http://host:port, without a path, or null
                    publish.bind-address = "a b"             | bus.publish.bind-address = "a b": the host "a b" is not a host name: letters, digits, - and _, in parts of at most 63 parted by dots, or * for all interfaces, or null
                    state-dir = ""                           | bus.state-dir = "": must be a path, or null
                    state-dir = "~/bus"                      | bus.state-dir = "~/bus": ~ is not expanded: write ${HOME}"/…", or null
                    signing.certnames.a = "../x"             | bus.signing.certnames.a = "../x": must be a name without white space and /
                    routing-policy.a = "x"                   | bus.routing-policy.a = "x": must be a list: write ["…", "…"]
                    consumers.a = true                       | bus.consumers.a = true: must be a block: write { enabled = false }
                    consumers.a.b.enabld = true              | bus.consumers."a.b".enabld = true: is not a setting; a consumer has enabled
                    consumers.a.enabled = 5                  | bus.consumers.a.enabled = 5: must be true or false (on and off, yes and no will do)
                    publish.vai = relay                      | bus.publish.vai = "relay": is not a setting (did you mean bus.publish.via?)
                    publsih.via = relay                      | bus.publsih = {"via":"relay"}: is not a setting (did you mean bus.publish?)
                    topicPrefix = x                          | bus.topicPrefix = "x": is not a setting (did you mean bus.topic-prefix?)
                    io-threads = 2                           | bus.io-threads = 2: is not a setting (did you mean bus.zmq.io-threads?)
                    relay.wibble = 2                         | bus.relay.wibble = 2: is not a setting; bus.relay has inbound, outbound
                    signing.passphrase = hunter2             | bus.signing.passphrase = (not shown): is not a setting (did you mean bus.signing.passphrase-file?)
                    subscribe = 5                            | bus.subscribe = 5: must be a block: write subscribe { … }
                    publish = null                           | bus.publish = null: must be a block: write publish { … }
                    """)
    void eachIsToldWithItsPlaceKeyAndValueAndWhatWouldBeRight(String setting, String told) {
        ConfigDirectory config = new ConfigDirectory(directory).file("x.conf", "bus {\n  " + setting + "\n}\n");

        assertThat(config.faults()).containsExactly("x.conf:2: " + told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    bus = 5                  | x.conf:1: bus = 5: must be a block: write bus { … }
                    publish { via = relay }  | x.conf:1: publish = {"via":"relay"}: is not a setting: all stand in bus { … } (did you mean bus.publish?)
                    Bus { name = x }         | x.conf:1: Bus = {"name":"x"}: is not a setting: all stand in bus { … } (did you mean bus?)
                    """)
    void whatStandsBesideTheRootIsToldIfItLooksLikeASetting(String content, String told) {
        assertThat(new ConfigDirectory(directory).file("x.conf", content).faults())
                .containsExactly(told);
    }

    @Test
    void areToldAllAtOnceAcrossFilesAndSources() {
        ConfigDirectory config = new ConfigDirectory(directory)
                .file("10.conf", "bus.publish {\n  via = relai\n  linger = 5\n}\n")
                .file("20.conf", "bus {\n")
                .file("30.conf", "\nbus.nmae = x\n");

        assertThat(config.faultsOf(config.loader()
                        .environment(Map.of("BUS_ZMQ_IO_THREADS", "0"))
                        .systemProperties(Map.of("bus.shutdown-hook", "perhaps"))
                        .option("bus.environment", "a b")))
                .hasSize(7)
                .anyMatch(line -> line.startsWith("20.conf:2: syntax error: "))
                .anyMatch(line -> line.startsWith("30.conf:2: bus.nmae = \"x\""))
                .anyMatch(line -> line.startsWith("10.conf:2: bus.publish.via"))
                .anyMatch(line -> line.startsWith("10.conf:3: bus.publish.linger"))
                .anyMatch(
                        line -> line.startsWith("environment variable BUS_ZMQ_IO_THREADS: bus.zmq.io-threads = \"0\""))
                .anyMatch(line -> line.startsWith("system property -Dbus.shutdown-hook: bus.shutdown-hook"))
                .anyMatch(line -> line.startsWith("--set bus.environment: bus.environment = \"a b\""));
    }

    @Test
    void theExceptionHasThemAsLinesAndAsParts() {
        ConfigDirectory config =
                new ConfigDirectory(directory).file("x.conf", "bus.publish.via = relai\nbus.zmq.io-threads = 0");

        assertThatThrownBy(config::load).isInstanceOfSatisfying(SettingsException.class, refused -> {
            assertThat(refused.getMessage().lines()).hasSize(2);
            assertThat(refused.problems().get(0))
                    .isEqualTo(new Problem(
                            Optional.of("bus.publish.via"),
                            Optional.of("\"relai\""),
                            directory.resolve("x.conf") + ":1",
                            "must be one of endpoint, relay, none (did you mean relay?)"));
        });
    }

    @Test
    void aLongValueIsShortened() {
        String value = "x".repeat(10_000);

        assertThat(new ConfigDirectory(directory)
                        .file("x.conf", "bus.publish.via = " + value)
                        .faults())
                .singleElement()
                .satisfies(line -> assertThat(line).hasSizeLessThan(250).contains("xxx…"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    bus { publish { via = relay }    | x.conf:1: syntax error: Expecting close brace }
                    bus.relay.inbound = ["tcp://h:1" | x.conf:1: syntax error: List should have ended with ]
                    bus.name = "unclosed             | x.conf:1: syntax error:
                    bus name                         | x.conf:1: syntax error:
                    bus..publish.via = none          | x.conf:1: syntax error:
                    bus.name = ${a..b}               | x.conf:1: syntax error:
                    bus.relay.inbound = ["tcp://h:1"] "tcp://h:2" | x.conf:1: syntax error:
                    """)
    void aSyntaxErrorIsToldWithItsLine(String content, String told) {
        assertThat(new ConfigDirectory(directory).file("x.conf", content).faults())
                .singleElement()
                .asString()
                .startsWith(told);
    }

    @Test
    void aBlockLeftOpenIsToldAtTheEndOfTheFile() {
        assertThat(new ConfigDirectory(directory)
                        .file("x.conf", "bus {\n  publish {\n")
                        .faults())
                .containsExactly(
                        "x.conf:3: syntax error: expecting a closing brace '}' or parenthesis ')' here, not: end"
                                + " of file");
    }

    @Test
    void aFileNestedWithoutEndIsRefused() {
        assertThat(new ConfigDirectory(directory)
                        .file("x.conf", "bus.name = " + "[".repeat(200_000))
                        .faults())
                .containsExactly("x.conf: is nested too deeply");
    }
}
