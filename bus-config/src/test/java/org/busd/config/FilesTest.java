package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesTest {
    @TempDir
    private Path directory;

    private ConfigDirectory config;

    @BeforeEach
    void openDirectory() {
        config = new ConfigDirectory(directory);
    }

    @Test
    void aDirectoryInPlaceOfAFileIsAFault() throws IOException {
        Files.createDirectory(directory.resolve("x.conf"));

        assertThat(config.faults()).containsExactly("x.conf: is a directory: must be a file");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsAFault() {
        config.file("bus.d", "");

        assertThat(config.faultsOf(SettingsLoader.isolated().directories(directory.resolve("bus.d"))))
                .containsExactly("bus.d: is not a directory: must be one that holds *.conf files");
    }

    @Test
    void aDanglingLinkIsAFault() throws IOException {
        Files.createSymbolicLink(directory.resolve("x.conf"), Path.of("nowhere"));

        assertThat(config.faults()).containsExactly("x.conf: is a symbolic link to nothing: mend or remove it");
        assertThat(config.faultsOf(SettingsLoader.isolated().directories(directory.resolve("x.conf"))))
                .containsExactly("x.conf: is a symbolic link to nothing: mend or remove it");
    }

    @Test
    void linksThatGoRoundAreAFault() throws IOException {
        Files.createSymbolicLink(directory.resolve("x.conf"), Path.of("x.conf"));

        assertThat(config.faults()).singleElement().asString().startsWith("x.conf: cannot be read: Too many levels");
    }

    @Test
    void aLinkToAFileIsFollowed() throws IOException {
        config.file("data", "bus.environment = prod");
        Files.createSymbolicLink(directory.resolve("x.conf"), Path.of("data"));

        assertThat(config.load().environment()).isEqualTo("prod");
    }

    @Test
    void aDeviceAmongTheDropInsIsAFault() throws IOException {
        Files.createSymbolicLink(directory.resolve("x.conf"), Path.of("/dev/zero"));

        assertThat(config.faults()).containsExactly("x.conf: is a pipe or a device: must be a file");
        assertThat(config.faultsOf(SettingsLoader.isolated().config(directory.resolve("x.conf"))))
                .containsExactly("x.conf: is bigger than 8 MiB: cannot be a configuration");
        Files.delete(directory.resolve("x.conf"));
    }

    @Test
    void aFileThatMayNotBeReadIsAFault() throws IOException {
        config.file("x.conf", "bus.environment = prod");
        Files.setPosixFilePermissions(directory.resolve("x.conf"), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(directory.resolve("x.conf")), "root may read everything");

        assertThat(config.faults())
                .containsExactly("x.conf: cannot be read: permission denied; make it readable for the user "
                        + System.getProperty("user.name"));
    }

    @Test
    void bytesThatAreNotUtf8AreAFaultOfTheirLine() {
        config.file("x.conf", "# caf\u00e9\nbus.environment = prod\n".getBytes(StandardCharsets.ISO_8859_1));
        config.file("y.conf", new byte[] {'\n', '\n', (byte) 0xC3});

        assertThat(config.faults())
                .containsExactly(
                        "x.conf:1: is not UTF-8 (byte 0xE9): save it as UTF-8",
                        "y.conf:3: is not UTF-8 (byte 0xC3): save it as UTF-8");
    }

    @Test
    void utf8IsReadWithAndWithoutItsMark() {
        config.file("x.conf", "\ufeff# gr\u00fc\u00df\nbus.environment = prod\n");

        assertThat(config.load().environment()).isEqualTo("prod");
    }

    @Test
    void anEmptyFileIsFine() {
        assertThat(config.file("x.conf", "").load())
                .isEqualTo(SettingsLoader.isolated().load());
    }

    @Test
    void filesAreIncludedFromTheDirectoryOfTheIncludingOne() throws IOException {
        new ConfigDirectory(Files.createDirectory(directory.resolve("sub")))
                .file("a.conf", "include file(\"b.inc\")\nmodname = a")
                .file("b.inc", "\nenvironment = b\nname = ${bus.modname}\"-x\"");
        config.file("x.conf", "bus { include \"sub/a.conf\", endpoints.a-x = [\"tcp://h:1\"] }");

        BusSettings settings = config.load();

        assertThat(settings.modname()).contains("a");
        assertThat(settings.name()).contains("a-x");
        assertThat(settings.entry("environment").map(SettingsEntry::origin))
                .contains(directory.resolve("sub/b.inc") + ":2");
    }

    @Test
    void onlyARequiredIncludeMustBeThere() {
        config.file("x.conf", "include \"gone\"\ninclude required(file(\"lost\"))");

        assertThat(config.faults())
                .singleElement()
                .asString()
                .startsWith("x.conf: include required(\"lost\"): ")
                .endsWith("lost does not exist");
    }

    @Test
    void nothingIsIncludedOverTheNetworkOrFromTheClassPath() {
        config.file("x.conf", """
                include url("http://127.0.0.1:1/x")
                include url("file:///etc/hostname")
                include "http://127.0.0.1:1/y"
                include classpath("org/busd/config/reference.conf")
                """);

        assertThat(config.faults())
                .containsExactly(
                        "x.conf: include url(\"http://127.0.0.1:1/x\") is refused: write include file(\"…\")",
                        "x.conf: include url(\"file:/etc/hostname\") is refused: write include file(\"…\")",
                        "x.conf: include url(\"http://127.0.0.1:1/y\") is refused: write include file(\"…\")",
                        "x.conf: include classpath(\"org/busd/config/reference.conf\") is refused: write include"
                                + " file(\"…\")");
    }

    @Test
    void includesThatGoInACircleAreAFault() {
        config.file("x.conf", "include \"y.inc\"").file("y.inc", "include \"x.conf\"");

        assertThat(config.faults()).containsExactly("y.inc: include \"x.conf\" goes in a circle");
    }

    @Test
    void aFileIsKnownAgainWhateverItIsCalled() throws IOException {
        config.file("x.conf", "include \"./x.conf\"\ninclude \"link/x.conf\"");
        Files.createSymbolicLink(directory.resolve("link"), directory);

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), config::faults))
                .containsExactly(
                        "x.conf: include \"./x.conf\" goes in a circle",
                        "x.conf: include \"link/x.conf\" goes in a circle");
    }

    @Test
    void aFaultInAnIncludedFileIsToldThere() {
        config.file("x.conf", "include \"y.inc\"").file("y.inc", "bus {\n  publish.via = relai\n}");

        assertThat(config.faults()).singleElement().asString().startsWith("y.inc:2: bus.publish.via");
    }
}
