package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {

    @Test
    void printsAllSettingsALineEach() {
        assertThat(bus("config").endedWith(0).lines())
                .contains("bus.environment = \"dev\"", "bus.publish.settle = \"500ms\"", "bus.zmq.io-threads = 1")
                .allMatch(line -> line.startsWith("bus."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish.via", "bus.publish.via"})
    void printsOneValueBareWithOrWithoutTheRoot(String key) {
        assertThat(bus("config", key).endedWith(0).out()).isEqualTo("endpoint\n");
    }

    @Test
    void printsWhatABlockHolds() {
        assertThat(bus("config", "relay").endedWith(0).lines())
                .containsExactly(
                        "bus.relay.inbound = [\"tcp://127.0.0.1:2003\"]",
                        "bus.relay.outbound = [\"tcp://127.0.0.1:4001\"]");
    }

    @Test
    void tellsWhereSettingsCameFrom(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("site.conf"), "bus {\n  environment = stg\n}\n");

        assertThat(bus("config", "--origins", "--config", file.toString(), "--set", "bus.modname=shop")
                        .endedWith(0)
                        .lines())
                .anyMatch(line -> line.startsWith("bus.environment = \"stg\"  # ") && line.endsWith("site.conf:2"))
                .contains("bus.modname = \"shop\"  # --set bus.modname", "bus.name = null  # default");
    }

    @Test
    void printsOneJsonObject() throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(bus("config", "--json").endedWith(0).out());

        assertThat(json.at("/bus/publish/via").textValue()).isEqualTo("endpoint");
    }

    @Test
    void printsAPartAsJson() {
        assertThat(bus("config", "zmq.tcp-keepalive.count", "--json").out()).isEqualTo("3\n");
        assertThat(bus("config", "publish.via", "--json").out()).isEqualTo("\"endpoint\"\n");
        assertThat(bus("config", "relay", "--json").out())
                .isEqualTo("{\"inbound\":[\"tcp://127.0.0.1:2003\"],\"outbound\":[\"tcp://127.0.0.1:4001\"]}\n");
    }

    @Test
    void printsOriginsAsJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(bus("config", "--json", "--origins", "--set", "bus.modname=shop")
                        .endedWith(0)
                        .out());

        assertThat(json.path("bus.modname").path("value").textValue()).isEqualTo("shop");
        assertThat(json.path("bus.modname").path("origin").textValue()).isEqualTo("--set bus.modname");
    }

    @Test
    void anUnknownKeyIsWrongUsage() {
        assertThat(bus("config", "publish.vai").endedWith(2).err())
                .isEqualTo("bus: there is no setting 'publish.vai'; bus config without a key prints all\n");
    }

    @Test
    void warningsGoToPeople(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("site.conf"), "bus.endpoints.\"other.app01\" = [\"tcp://127.0.0.1:4101\"]\n");

        ToolFixture.Result result = bus("--config", file.toString(), "--set=bus.modname=shop", "config")
                .endedWith(0);

        assertThat(result.err()).startsWith("bus: warning: ");
        assertThat(result.out()).doesNotContain("warning");
    }
}
