package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.busd.BusClient;
import org.busd.HealthOutlet;
import org.busd.config.Endpoint;
import org.busd.config.SettingsLoader;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.tools.ToolFixture.Result;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {

    @TempDir
    private Path directory;

    private final LoopbackBus local = new LoopbackBus();
    private final LoopbackBus relay = new LoopbackBus();
    private final LoopbackBus monitoring = new LoopbackBus();
    private final String relayed = "--set=bus.endpoints.relay=[\"" + relay.endpoint() + "\"]";

    @Test
    void theDefaultsHold() {
        assertThat(bus("check").endedWith(0).lines())
                .contains("ok\tbus.endpoints.local\t16 endpoints, 127.0.0.1")
                .allMatch(line -> line.matches("(ok|warning)\t[^\t]+\t[^\t]+"));
    }

    @Test
    void anUnknownHostIsAFailureAndTheOthersAreStillChecked() {
        Result result = bus("check", "--set=bus.endpoints.orders=[\"tcp://no-such-host.invalid:4002\"]");
        assertThat(result.endedWith(1).lines())
                .contains("failed\tbus.endpoints.orders\ttcp://no-such-host.invalid:4002: the host is unknown")
                .anyMatch(line -> line.startsWith("ok\tbus.endpoints.local"));
    }

    @Test
    void settingsThatCannotBeReadAreWrongUsage() {
        assertThat(bus("check", "--set=bus.publish.via=nowhere").endedWith(2).err())
                .contains("bus.publish.via");
    }

    @Test
    void liveTellsWhoAnswersAsZeroMqAndWhoDoesNot() throws Exception {
        try (BusClient client = local.client();
                ServerSocket other = new ServerSocket(port(relay), 5, InetAddress.getLoopbackAddress())) {
            client.awaitSubscribers(0, LoopbackBus.PATIENCE);
            client.publish("n", Map.of());
            Result result = bus("check", "--live", "--timeout=2s", local.option(), relayed);

            assertThat(result.endedWith(1).lines())
                    .contains("ok\tbus.endpoints.local\t" + local.endpoint() + " answers")
                    .contains("failed\tbus.endpoints.relay\t" + relay.endpoint() + " does not answer in time");
            assertThat(other.isBound()).isTrue();
        }
        assertThat(bus("check", "--live", local.option(), relayed).endedWith(1).lines())
                .contains("failed\tbus.endpoints.local\tnobody listens at " + local.endpoint());
    }

    private static int port(LoopbackBus bus) {
        return Integer.parseInt(bus.endpoint().substring(bus.endpoint().lastIndexOf(':') + 1));
    }

    private Result live(String report) throws InterruptedException {
        return live(report, monitoring.endpoint());
    }

    private Result live(String report, String listed) throws InterruptedException {
        try (BusClient client = local.client();
                HealthOutlet outlet = HealthOutlet.open(
                        SettingsLoader.isolated().load(),
                        Endpoint.parse(monitoring.endpoint()).get(0))) {
            client.publish("n", Map.of());
            Running check = new ToolFixture()
                    .start(
                            "check",
                            "--live",
                            local.option(),
                            "--set=bus.endpoints.relay=[\"" + local.endpoint() + "\"]",
                            "--set=bus.monitoring.endpoint=" + listed);
            while (!check.isDone()) {
                outlet.publish(report.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(20);
            }
            return check.result();
        }
    }

    @Test
    void liveTellsHowConsumersAre() throws Exception {
        String well = "{\"consumers\":[{\"name\":\"A\",\"initialized\":true,\"exceptions\":0,\"backlog\":3}],"
                + "\"producers\":[{\"name\":\"P\",\"initialized\":true,\"exceptions\":2}]}";
        assertThat(live(well).endedWith(0).lines())
                .contains("ok\tconsumer A\t0 exceptions, backlog 3", "warning\tproducer P\t2 exceptions");
        assertThat(live(well.replaceFirst("true", "false")).endedWith(1).lines())
                .contains("failed\tconsumer A\tis not initialized; 0 exceptions, backlog 3");
        assertThat(live("nonsense").endedWith(1).out()).contains("says what is not JSON");
        assertThat(live(well, monitoring.endpoint().replace("127.0.0.1", "*"))
                        .endedWith(0)
                        .lines())
                .contains("ok\tconsumer A\t0 exceptions, backlog 3");
    }

    @Test
    void keysCertificatesAndListsAreChecked() throws IOException {
        Path ca = directory.resolve("ca");
        DevelopmentCa.Issued shell = DevelopmentCa.init(ca).issue("shell", KeyType.EC);
        List<String> good = List.of(
                "check",
                "--set=bus.signing.enabled=true",
                "--set=bus.signing.certificate=" + shell.certificate(),
                "--set=bus.signing.key=" + shell.key(),
                "--set=bus.validation.ca=" + ca.resolve("ca.crt"),
                "--set=bus.validation.crl=" + ca.resolve("crl.pem"));
        assertThat(bus(good.toArray(String[]::new)).endedWith(0).lines())
                .anyMatch(line -> line.startsWith("ok\tbus.signing\t") && line.contains("sign as shell"))
                .anyMatch(line -> line.startsWith("ok\tbus.validation.ca\t"))
                .anyMatch(line -> line.startsWith("ok\tbus.validation.crl\t") && line.contains("is fresh until"));

        Files.writeString(shell.key(), "nonsense");
        assertThat(bus(good.toArray(String[]::new)).endedWith(1).lines())
                .anyMatch(line -> line.startsWith("failed\tbus.signing\t") && line.contains("shell.key"));
    }

    /** What it says of a site whose files are as they should be, but for one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no key | failed\tbus.signing\t | shell.key: there is no such file",
                "no certificate | failed\tbus.signing\t | shell.crt: there is no such file",
                "another key | failed\tbus.signing\t | shell.key: is not the key of the certificate in ",
                "open key | failed\tbus.signing\t | shell.key: is open to every user",
                "expired | failed\tbus.signing\t | shell.crt: expired at ",
                "expires soon | warning\tbus.signing\t | shell.crt: expires at ",
                "no authority | failed\tbus.validation\t | ca.crt",
                "authority expired | failed\tbus.validation.ca\t | no authority in it is in date",
                "another authority's list | failed\tbus.validation\t | crl.pem",
                "stale list | warning\tbus.validation.crl\t | should have been replaced at "
            })
    void eachFaultOfAFileIsToldByItself(String fault, String begins, String contains) throws Exception {
        Path ca = directory.resolve("ca");
        DevelopmentCa authority = DevelopmentCa.init(ca);
        DevelopmentCa.Issued shell = authority.issue("shell", KeyType.EC);
        CheckedFiles files = new CheckedFiles(ca);
        switch (fault) {
            case "no key" -> Files.delete(shell.key());
            case "no certificate" -> Files.delete(shell.certificate());
            case "another key" ->
                Files.copy(
                        authority.issue("other", KeyType.EC).key(), shell.key(), StandardCopyOption.REPLACE_EXISTING);
            case "open key" -> Files.setPosixFilePermissions(shell.key(), PosixFilePermissions.fromString("rw-r--r--"));
            case "expired" -> files.reissue(shell.certificate(), Duration.ofDays(-1));
            case "expires soon" -> files.reissue(shell.certificate(), Duration.ofDays(29));
            case "no authority" -> Files.writeString(authority.certificate(), "nonsense");
            case "authority expired" -> files.reissue(authority.certificate(), Duration.ofDays(-1));
            case "another authority's list" ->
                Files.copy(
                        DevelopmentCa.init(directory.resolve("ca2")).crl(),
                        authority.crl(),
                        StandardCopyOption.REPLACE_EXISTING);
            case "stale list" -> files.renewCrl(Duration.ofDays(-1));
            default -> throw new AssertionError(fault);
        }
        Result result = bus(
                "check",
                "--set=bus.signing.enabled=true",
                "--set=bus.signing.certificate=" + shell.certificate(),
                "--set=bus.signing.key=" + shell.key(),
                "--set=bus.validation.ca=" + authority.certificate(),
                "--set=bus.validation.crl=" + authority.crl());
        assertThat(result.endedWith(begins.startsWith("failed") ? 1 : 0).lines())
                .anyMatch(line -> line.startsWith(begins) && line.contains(contains));
    }
}
