package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.busd.tools.ToolFixture.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusToolTest {

    @Test
    void helpListsTheCommandsAndHidesTheInternalOne() {
        Result help = bus("--help").endedWith(0);

        assertThat(help.out())
                .contains("demo", "tail", "publish", "relay", "config", "Exit code:", "Examples:")
                .doesNotContain("demo-publisher");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "tail", "publish", "relay", "gateway", "verify", "config"})
    void everyCommandHasHelpWithExamplesAndTheCommonOptions(String command) {
        assertThat(bus(command, "--help").endedWith(0).out())
                .contains("Usage: bus " + command, "Examples:", "  bus " + command, "--config=PATH", "--set=KEY=VALUE");
    }

    @Test
    void versionIsOneLine() {
        assertThat(bus("--version").endedWith(0).lines())
                .singleElement()
                .asString()
                .startsWith("bus.d ");
    }

    @Test
    void withoutACommandItSaysSo() {
        Result result = bus().endedWith(2);

        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("bus: Missing a command\nTry 'bus --help'.\n");
    }

    @Test
    void anUnknownCommandIsWrongUsageWithASuggestion() {
        assertThat(bus("publsh").endedWith(2).err())
                .contains("'publsh'", "Did you mean", "publish", "Try 'bus --help'.");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(bus("tail", "--cuont", "1").endedWith(2).err())
                .contains("bus tail: ", "--cuont", "Try 'bus tail --help'.");
    }

    @Test
    void optionsThatCanBeGivenAgainTakeOneValueEachTime() {
        // the second URL is a topic
        assertThat(bus("tail", "--endpoint", "tcp://127.0.0.1:1", "tcp://127.0.0.1:2", "--timeout", "1ms")
                        .endedWith(0)
                        .err())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "between", "after"})
    void commonOptionsStandAnywhere(String where) {
        String[] args = switch (where) {
            case "before" -> new String[] {"--set", "bus.environment=prod", "config", "environment"};
            case "between" -> new String[] {"config", "--set", "bus.environment=prod", "environment"};
            default -> new String[] {"config", "environment", "--set=bus.environment=prod"};
        };

        assertThat(bus(args).endedWith(0).out()).isEqualTo("prod\n");
    }

    @Test
    void configNamesAFileOrDirectory(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("site.conf"), "bus.environment = stg\n");

        assertThat(bus("--config", file.toString(), "config", "environment").out())
                .isEqualTo("stg\n");
        assertThat(bus("config", "--config", dir.toString(), "environment").out())
                .isEqualTo("stg\n");
    }

    @Test
    void faultyConfigurationIsOneMessageWithoutStackTrace(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("site.conf"), "bus.publish.vai = relay\nbus.environment = \"a b\"\n");

        Result result = bus("--config", file.toString(), "tail").endedWith(2);

        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("bus: ")
                .contains("site.conf:1", "bus.publish.vai", "bus.publish.via", "bus.environment")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void aConfigThatIsNotThereIsOneMessage() {
        assertThat(bus("--config", "/nonexistent/bus.conf", "config")
                        .endedWith(2)
                        .err())
                .contains("/nonexistent/bus.conf")
                .doesNotContain("\tat ");
    }

    @Test
    void setNeedsAnAssignment() {
        assertThat(bus("--set", "bus.environment", "config").endedWith(2).err())
                .isEqualTo("bus: --set bus.environment is not an assignment: write --set bus.key=value\n");
    }

    @Test
    void setKeepsEqualSignsInTheValue() {
        assertThat(bus("--set", "bus.state-dir=/var/a=b", "config", "state-dir").out())
                .isEqualTo("/var/a=b\n");
    }

    @Test
    void outputThatNobodyReadsEndsQuietlyWithZero() {
        Result result = new ToolFixture()
                .stdout(ToolFixture.readerThatGoesAfter(0))
                .run("config")
                .endedWith(0);

        assertThat(result.err()).isEmpty();
    }
}
