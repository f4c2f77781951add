package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.busd.BusClient;
import org.busd.Subscription;
import org.busd.config.SettingsLoader;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.tools.ToolFixture.Result;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayCommandTest {

    private final LoopbackBus in = new LoopbackBus();
    private final LoopbackBus out = new LoopbackBus();
    private final String inbound = "--set=bus.relay.inbound=[\"" + in.endpoint() + "\"]";
    private final String outbound = "--set=bus.relay.outbound=[\"" + out.endpoint() + "\"]";

    private Running relay(ToolFixture fixture, String... more) {
        String[] all = new String[3 + more.length];
        all[0] = "relay";
        all[1] = inbound;
        all[2] = outbound;
        System.arraycopy(more, 0, all, 3, more.length);
        Running relay = fixture.start(all);
        await().atMost(LoopbackBus.PATIENCE)
                .until(() -> relay.isDone() || !relay.err().isEmpty());
        return relay;
    }

    @Test
    void saysWhereItListensAndPassesOnWhatBusPublishSays() throws InterruptedException {
        Running relay = relay(new ToolFixture());
        assertThat(relay.err()).isEqualTo("bus: relaying " + in.endpoint() + " -> " + out.endpoint() + "\n");
        try (BusClient client = BusClient.open(SettingsLoader.isolated()
                        .set("bus.endpoints.relay", "[\"" + out.endpoint() + "\"]")
                        .load());
                Subscription subscription = client.subscribe()) {
            await().atMost(LoopbackBus.PATIENCE).until(() -> {
                bus("publish", "--wait=15s", inbound, "greeting", "hello").endedWith(0);
                return subscription.poll(Duration.ofMillis(20)).isPresent();
            });
        }
        relay.signal();

        assertThat(relay.result().endedWith(0).out()).isEmpty();
    }

    @Test
    void endsWithZeroAtASignalWithinItsDeadlineAndASecond() {
        ToolFixture fixture = new ToolFixture();
        Running relay = relay(fixture, "--set=bus.shutdown-deadline=3s");
        assertThat(fixture.signals().ending).isEqualTo(Signals.Ending.DONE);
        assertThat(fixture.signals().limit).isEqualTo(Duration.ofSeconds(4));
        relay.signal();

        relay.result().endedWith(0);
        // Its ports are free again.
        Running next = relay(new ToolFixture());
        assertThat(next.err()).contains("relaying");
        next.signal();
        next.result().endedWith(0);
    }

    @Test
    void aTakenPortIsAFailureThatNamesEndpointAndKey() throws IOException {
        int port = Integer.parseInt(out.endpoint().substring(out.endpoint().lastIndexOf(':') + 1));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Result result = bus("relay", inbound, outbound).endedWith(1);

            assertThat(result.err())
                    .startsWith("bus: cannot bind " + out.endpoint() + " (bus.relay.outbound): ")
                    .hasLineCount(1);
            assertThat(taken.isBound()).isTrue();
        }
    }

    @Test
    void faultyConfigurationIsWrongUsage() {
        assertThat(bus("relay", "--set=bus.relay.inbound=[\"tcp://*:2003\"]")
                        .endedWith(2)
                        .err())
                .contains("bus.relay.inbound")
                .doesNotContain("\tat ");
    }

    @Test
    void signsWhatBusPublishSays(@TempDir Path dir) throws InterruptedException {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        DevelopmentCa.Issued pair = ca.issue("relay.example.org", KeyType.EC);
        ToolFixture fixture = new ToolFixture();
        Running relay = relay(
                fixture,
                "--sign",
                "--set=bus.signing.certificate=" + pair.certificate(),
                "--set=bus.signing.key=" + pair.key());
        assertThat(relay.err())
                .isEqualTo(
                        "bus: relaying " + in.endpoint() + " -> " + out.endpoint() + ", signing what is not signed\n");
        try (BusClient client = BusClient.open(SettingsLoader.isolated()
                        .set("bus.endpoints.relay", "[\"" + out.endpoint() + "\"]")
                        .set("bus.validation.ca", ca.certificate().toString())
                        .load());
                Subscription subscription = client.subscribe()) {
            await().atMost(LoopbackBus.PATIENCE).until(() -> {
                bus("publish", "--wait=15s", inbound, "greeting", "hello").endedWith(0);
                return subscription.poll(Duration.ofMillis(20)).isPresent();
            });
        }
        relay.reload();
        assertThat(relay.err())
                .contains("bus.signing: " + pair.certificate() + " and its key sign as relay.example.org");
        relay.signal();
        relay.result().endedWith(0);
    }

    @Test
    void withoutAnythingToSignWithItIsWrongUsage(@TempDir Path dir) {
        assertThat(bus("relay", "--sign", inbound, outbound).endedWith(2).err())
                .contains("bus.signing.certificate")
                .hasLineCount(1);
        assertThat(bus(
                                "relay",
                                "--sign",
                                inbound,
                                outbound,
                                "--set=bus.signing.certificate=" + dir.resolve("none.crt"),
                                "--set=bus.signing.key=" + dir.resolve("none.key"))
                        .endedWith(2)
                        .err())
                .contains("none.crt: there is no such file")
                .doesNotContain("\tat ");
    }

    /** Messages go on, unsigned, but whoever looks is told: health says not ready, and counts. */
    @Test
    void healthTellsOfSigning(@TempDir Path dir) throws Exception {
        DevelopmentCa.Issued pair = DevelopmentCa.init(dir).issue("relay.example.org", KeyType.EC);
        // Long enough to be opened on a busy host.
        new CheckedFiles(dir).reissue(pair.certificate(), Duration.ofSeconds(5));
        try (Service relay = RelayService.openSigning(SettingsLoader.isolated()
                .set("bus.relay.inbound", "[\"" + in.endpoint() + "\"]")
                .set("bus.relay.outbound", "[\"" + out.endpoint() + "\"]")
                .set("bus.signing.certificate", pair.certificate().toString())
                .set("bus.signing.key", pair.key().toString())
                .load())) {
            Health health = relay.health();
            assertThat(health.ready()).isTrue();
            assertThat(health.measures())
                    .extracting(Health.Measure::name)
                    .contains("signed", "unsignable", "signing_failures");
            await().atMost(LoopbackBus.PATIENCE).until(() -> !relay.health().ready());
            assertThat(relay.health().live()).isTrue();
        }
    }
}
