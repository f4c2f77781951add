package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNameTest {
    private static final String ENDPOINTS = "bus.endpoints { orders.app01 = [\"tcp://app01:4002\"] }\n";

    private ConfigDirectory config;

    @BeforeEach
    void openDirectory(@TempDir Path directory) {
        config = new ConfigDirectory(directory);
    }

    @Test
    void isTheOneThatIsSet() {
        config.file("x.conf", ENDPOINTS + "bus { name = relay, modname = orders }");

        assertThat(config.load().serviceName()).isEqualTo("relay");
    }

    @Test
    void isDerivedFromModnameAndShortHostName() {
        config.file("x.conf", ENDPOINTS + "bus.modname = orders");

        assertThat(config.load().serviceName()).isEqualTo("orders.app01");
        assertThat(config.load().serviceEndpoints()).containsExactly(new Endpoint("app01", 4002));
        assertThat(config.load().warnings()).isEmpty();
        assertThat(config.loader().hostName("app01").load().serviceName()).isEqualTo("orders.app01");
    }

    @Test
    void isLocalWithAWarningThatNamesWhatIsMissing() {
        config.file("x.conf", ENDPOINTS + "bus.modname = billing");

        assertThat(config.load().serviceName()).isEqualTo("local");
        assertThat(config.warnings())
                .containsExactly("bus.endpoints has no \"billing.app01\", so this process publishes as \"local\": add"
                        + " that name, or set bus.name");
    }

    @Test
    void isLocalWithoutAWarningWhereNobodySetsEndpoints() {
        config.file("x.conf", "bus.modname = billing");

        assertThat(config.load().serviceName()).isEqualTo("local");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void mustBeInTheEndpoints() {
        config.file("x.conf", ENDPOINTS + "bus.name = nobody");

        assertThat(config.faults())
                .containsExactly("x.conf:2: bus.name = \"nobody\": is not in bus.endpoints, which has local,"
                        + " orders.app01, relay");
    }

    @Test
    void isNotCheckedAgainstEndpointsThatAreAtFault() {
        config.file("x.conf", "bus { name = a, endpoints.a = [\"tcp://h\"] }");

        assertThat(config.faults()).singleElement().asString().contains("has no port");
    }

    @Test
    void theHostHasAName() {
        assertThat(HostName.ofThisHost()).isNotBlank();
        assertThat(HostName.shortened("app01.example.org")).isEqualTo("app01");
    }
}
