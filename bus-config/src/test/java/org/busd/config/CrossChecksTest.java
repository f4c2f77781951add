package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossChecksTest {
    private ConfigDirectory config;

    @BeforeEach
    void openDirectory(@TempDir Path directory) {
        config = new ConfigDirectory(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    validation.mode = require | bus.validation.mode = "require": needs bus.validation.ca: the file with the trusted authorities
                    signing.enabled = true    | bus.signing.enabled = true: needs bus.signing.certificate and bus.signing.key, or bus.signing.certnames."local"
                    signing { enabled = true, key = /k } | bus.signing.enabled = true: needs bus.signing.certificate and bus.signing.key, but only one of them is set
                    subscribe.reconnect = 1s  | bus.subscribe.reconnect = "1s": must not be more than bus.subscribe.reconnect-max, "300ms"
                    relay.outbound = ["tcp://127.0.0.1:2003"] | bus.relay.outbound = ["tcp://127.0.0.1:2003"]: has tcp://127.0.0.1:2003 as bus.relay.inbound has: must be another port
                    """)
    void whatCannotWorkTogetherIsRefused(String setting, String told) {
        assertThat(config.file("x.conf", "bus { " + setting + " }").faults()).containsExactly("x.conf:1: " + told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    subscribe.reconnect-max = 500ms | bus.subscribe.reconnect-max = "500ms": is not below bus.publish.settle, "500ms": a subscriber that reconnects can miss the first messages of a process
                    publish.max-bytes = 1MiB  | bus.publish.max-bytes = "1MiB": is less than bus.publish.max-message-size: a bigger message finds no room
                    subscribe.max-message-size = 1MiB | bus.subscribe.max-message-size = "1MiB": is less than bus.publish.max-message-size: a message that may be published costs a subscriber its connection
                    signing { enabled = true, certnames { a = b } } | bus.signing.enabled = true: but bus.signing.certnames has no "local": this process has nothing to sign with
                    """)
    void whatIsProbablyNotMeantWarns(String setting, String told) {
        assertThat(config.file("x.conf", "bus { " + setting + " }").warnings()).containsExactly("x.conf:1: " + told);
    }

    @Test
    void aKeyAtFaultIsNotComparedWithOthers() {
        config.file(
                "x.conf", "bus { validation { mode = require, ca = \"\" }, signing { enabled = true, key = \"~\" } }");

        assertThat(config.faults()).hasSize(2).allMatch(line -> line.contains("path") || line.contains("~"));
    }

    @Test
    void theSigningFilesAreThoseThatAreSetElseThoseOfTheServiceName() {
        config.file(
                "x.conf",
                "bus.signing { enabled = true, certificates-dir = /pki, certnames { local = app01.example.org } }");
        assertThat(config.load().signingCertificate()).contains(Path.of("/pki/app01.example.org.crt"));
        assertThat(config.load().signingKey()).contains(Path.of("/pki/app01.example.org.key"));

        config.file("y.conf", "bus.signing { certificate = /a.crt, key = /a.key }");
        assertThat(config.load().signingCertificate()).contains(Path.of("/a.crt"));
        assertThat(config.load().signingKey()).contains(Path.of("/a.key"));

        assertThat(SettingsLoader.isolated().load().signingCertificate()).isEmpty();
        assertThat(SettingsLoader.isolated().load().signingKey()).isEmpty();
    }
}
