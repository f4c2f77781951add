package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubstitutionsTest {
    private ConfigDirectory config;

    @BeforeEach
    void openDirectory(@TempDir Path directory) {
        config = new ConfigDirectory(directory);
    }

    @Test
    void areMadeAfterAllFilesAreMerged() {
        config.file("10.conf", "bus.modname = ${bus.environment}\nbus.state-dir = ${base}/state")
                .file("20.conf", "bus.environment = stg\nbase = /srv")
                .file("30.conf", "bus.environment = prod");

        assertThat(config.load().modname()).contains("prod");
        assertThat(config.load().stateDir()).contains(Path.of("/srv/state"));
    }

    @Test
    void takeNamesThatNoFileSetsFromTheEnvironment() {
        config.file(
                "x.conf",
                "bus { state-dir = ${HOME}\"/bus\", publish.high-water-mark = ${MARK}, modname = ${?ABSENT} }");

        BusSettings settings = config.loader()
                .environment(Map.of("HOME", "/home/x", "MARK", "77"))
                .load();

        assertThat(settings.stateDir()).contains(Path.of("/home/x/bus"));
        assertThat(settings.publish().highWaterMark()).isEqualTo(77);
        assertThat(settings.modname()).isEmpty();
        assertThat(settings.entry("publish.high-water-mark"))
                .contains(new SettingsEntry("bus.publish.high-water-mark", "77", "environment variable MARK"));
    }

    @Test
    void canAddToAnEarlierList() {
        config.file("10.conf", "bus.relay.inbound = [\"tcp://a:1\"]")
                .file("20.conf", "bus.relay.inbound += \"tcp://b:1\"");

        assertThat(config.load().relay().inbound()).containsExactly(new Endpoint("a", 1), new Endpoint("b", 1));
        assertThat(config.load().entry("relay.inbound"))
                .hasValueSatisfying(entry ->
                        assertThat(entry.origin()).contains("10.conf:1").contains("20.conf:1"));
    }

    @Test
    void canMergeBlocks() {
        config.file("10.conf", "base { linger = 3s, settle = 700ms }")
                .file("20.conf", "bus.publish = ${base} { linger = 4s }");

        assertThat(config.load().publish().linger()).hasSeconds(4);
        assertThat(config.load().publish().settle()).hasMillis(700);
        assertThat(config.load().publish().patience()).hasSeconds(1);
    }

    @Test
    void ofWhatNobodySetsAreFaultsAllOfThem() {
        config.file("x.conf", "bus {\n  state-dir = ${a}\n  publish.linger = ${b.c}\n  publish.via = relai\n}");

        assertThat(config.faults())
                .containsExactlyInAnyOrder(
                        "x.conf:2: bus.state-dir = ${a}: nothing sets ${a}: set it, or write ${?a} if it may be absent",
                        "x.conf:3: bus.publish.linger = ${b.c}: nothing sets ${b.c}: set it, or write ${?b.c} if it may"
                                + " be absent",
                        "x.conf:4: bus.publish.via = \"relai\": must be one of endpoint, relay, none (did you mean"
                                + " relay?)");
    }

    @Test
    void inACycleAreFaults() {
        config.file("10.conf", "bus.modname = ${bus.environment}")
                .file("20.conf", "\nbus.environment = ${bus.modname}");

        assertThat(config.faults())
                .containsExactly(
                        "20.conf:2: bus.environment = ${bus.modname}: is in a cycle of substitutions: bus.environment →"
                                + " bus.modname → bus.environment",
                        "10.conf:1: bus.modname = ${bus.environment}: is in a cycle of substitutions: bus.modname →"
                                + " bus.environment → bus.modname");
    }

    @Test
    void inACycleOverAnEarlierValueAreFaultsToo() {
        config.file("10.conf", "bus.publish { settle = 1s, linger = 2s }")
                .file("20.conf", "bus.publish { settle = ${bus.publish.linger}, linger = ${x}, patience = ${x} }")
                .file("30.conf", "x = ${bus.publish.settle}");

        assertThat(config.faults()).hasSize(4).allMatch(line -> line.contains("is in a cycle of substitutions: "));
    }

    @Test
    void ofOneselfMeanTheEarlierValue() {
        config.file("10.conf", "bus.state-dir = /srv")
                .file("20.conf", "bus.state-dir = ${bus.state-dir}/\"${bus.name}\"");

        assertThat(config.load().stateDir()).contains(Path.of("/srv/${bus.name}"));
    }

    @Test
    void ofOneselfWithoutAnEarlierValueAreFaults() {
        config.file("x.conf", "x1 = ${x1}");

        assertThat(config.faults()).singleElement().asString().startsWith("x.conf:1: x1 = ${x1}: ");
    }

    @Test
    void inACycleBesideTheSettingsAreFaultsToo() {
        config.file("x.conf", "x1 = ${y1}\ny1 = ${x1}");

        assertThat(config.faults()).hasSize(2).allMatch(line -> line.contains("is in a cycle of substitutions"));
    }

    @Test
    void atFaultNeverShowTheEnvironment() {
        config.file(
                "x.conf",
                "bus { state-dir = ${nope}, modname = ${bus.name}, name = ${bus.modname}, endpoints = ${gone} }");

        assertThat(config.faultsOf(config.loader().environment(Map.of("PASSWORD", "hunter2"))))
                .hasSize(4)
                .noneMatch(line -> line.contains("hunter2"));
    }
}
