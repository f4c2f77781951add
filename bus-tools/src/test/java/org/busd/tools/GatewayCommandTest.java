package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.busd.BusClient;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;

class GatewayCommandTest {

    private final LoopbackBus source = new LoopbackBus();
    private final LoopbackBus at = new LoopbackBus();
    private final String endpoint = "--set=bus.gateway.endpoint=" + at.endpoint();

    @Test
    void whatIsSaidAtAnEndpointIsHeardBehindIt() throws InterruptedException {
        Running gateway = new ToolFixture().start("gateway", source.option(), endpoint);
        gateway.awaitErr("gathering from ");
        // The endpoint of the settings, and that of the relay.
        assertThat(gateway.err()).isEqualTo("bus: gathering from 2 endpoints -> " + at.endpoint() + "\n");
        Running tail = new ToolFixture().start("tail", "--endpoint", at.endpoint(), "--count=1", "--timeout=15s");
        try (BusClient client = source.publisherWithListener()) {
            while (!tail.isDone()) {
                client.publish("n", Map.of());
                Thread.sleep(5);
            }
        }
        assertThat(tail.result().endedWith(0).out()).contains("org.example.dev");
        gateway.signal();

        assertThat(gateway.result().endedWith(0).out()).isEmpty();
    }

    @Test
    void endsWithZeroAtASignalWithinItsDeadlineAndASecond() {
        ToolFixture fixture = new ToolFixture();
        Running gateway = fixture.start("gateway", source.option(), endpoint, "--set=bus.shutdown-deadline=3s");
        gateway.awaitErr("gathering from ");
        assertThat(fixture.signals().ending).isEqualTo(Signals.Ending.DONE);
        assertThat(fixture.signals().limit).isEqualTo(Duration.ofSeconds(4));
        gateway.signal();

        gateway.result().endedWith(0);
    }

    @Test
    void aTakenPortIsAFailureThatNamesEndpointAndKey() throws IOException {
        int port = Integer.parseInt(at.endpoint().substring(at.endpoint().lastIndexOf(':') + 1));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(bus("gateway", source.option(), endpoint).endedWith(1).err())
                    .startsWith("bus: cannot bind " + at.endpoint() + " (bus.gateway.endpoint): ")
                    .hasLineCount(1);
            assertThat(taken.isBound()).isTrue();
        }
    }
}
