package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.busd.BusClient;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What all daemons do, seen at a gateway. */
class DaemonTest {

    @TempDir
    private Path dropIns;

    private final LoopbackBus source = new LoopbackBus();
    private final LoopbackBus at = new LoopbackBus();
    private final LoopbackBus monitoring = new LoopbackBus();
    private final String http = monitoring.endpoint().replace("tcp", "http");

    private Running gateway(String... more) throws IOException {
        set("10", "bus.gateway.endpoint = \"" + at.endpoint() + "\"");
        set("20", "bus.endpoints.local = [\"" + source.endpoint() + "\"]");
        String[] all = new String[2 + more.length];
        all[0] = "gateway";
        all[1] = "--config=" + dropIns;
        System.arraycopy(more, 0, all, 2, more.length);
        Running gateway = new ToolFixture().start(all);
        gateway.awaitErr("gathering from ");
        return gateway;
    }

    private void set(String name, String text) throws IOException {
        Files.writeString(dropIns.resolve(name + ".conf"), text + "\n");
    }

    private static String reloaded(Running daemon) {
        String before = daemon.err();
        daemon.reload();
        return daemon.err().substring(before.length());
    }

    @Test
    void sighupSaysWhatChangedAndWhatNeedsARestart() throws IOException {
        Running gateway = gateway();
        assertThat(reloaded(gateway)).isEqualTo("bus: reloaded: nothing has changed\n");
        set("30", "bus.gateway.high-water-mark = 7");
        assertThat(reloaded(gateway))
                .isEqualTo("bus: reloaded: changed, but taken over only by a restart: bus.gateway.high-water-mark\n");
        Files.delete(dropIns.resolve("30.conf"));
        assertThat(reloaded(gateway)).isEqualTo("bus: reloaded: nothing has changed\n");
        gateway.signal();
        gateway.result().endedWith(0);
    }

    @Test
    void sighupWithAFaultChangesNothingAndSaysWhereItIs() throws IOException {
        Running gateway = gateway();
        set("30", "bus.gatway.endpoint = x");
        assertThat(reloaded(gateway))
                .startsWith("bus: not reloaded, everything goes on as before: ")
                .contains("30.conf:1")
                .contains("did you mean");
        assertThat(gateway.isDone()).isFalse();
        gateway.signal();
        gateway.result().endedWith(0);
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(http + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void clientsThatAreSlowToAskKeepNobodyFromAnAnswer() throws Exception {
        Running gateway = gateway("--set=bus.monitoring.http=" + http);
        List<Socket> slow = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(http).getPort());
            socket.getOutputStream().write('G');
            slow.add(socket);
        }
        HttpRequest live = HttpRequest.newBuilder(URI.create(http + "/live"))
                .timeout(Duration.ofSeconds(4))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(live, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        for (Socket socket : slow) {
            socket.close();
        }
        gateway.signal();
        gateway.result().endedWith(0);
    }

    @Test
    void httpTellsWhetherItLivesWhetherDataCanFlowAndInNumbers() throws Exception {
        Running gateway = gateway("--set=bus.monitoring.http=" + http);
        assertThat(ask("GET", "/live").statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);
        try (BusClient client = source.publisherWithListener()) {
            assertThat(ask("GET", "/ready").statusCode()).isEqualTo(200);
            assertThat(client.metrics().published()).isZero();
        }
        HttpResponse<String> metrics = ask("GET", "/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .contains("# TYPE busd_received_total counter\n", "busd_received_total 0.0\n", "busd_live 1.0\n");
        assertThat(ask("HEAD", "/live").body()).isEmpty();
        assertThat(ask("POST", "/live").statusCode()).isEqualTo(405);
        assertThat(ask("GET", "/live/x").statusCode()).isEqualTo(404);
        assertThat(gateway.err()).doesNotContain("warning");
        gateway.signal();
        gateway.result().endedWith(0);
        // Its port is free again.
        new ServerSocket(URI.create(http).getPort(), 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void healthIsPublishedInMokshasShapeAsOneFrame() throws Exception {
        Running gateway = gateway("--set=bus.monitoring.endpoint=" + monitoring.endpoint());
        try (ZContext context = new ZContext()) {
            ZMQ.Socket monitor = context.createSocket(SocketType.SUB);
            monitor.setHandshakeIvl(500);
            monitor.setReceiveTimeOut((int) LoopbackBus.PATIENCE.toMillis());
            monitor.subscribe(new byte[0]);
            monitor.connect(monitoring.endpoint());
            byte[] frame = monitor.recv();
            assertThat(monitor.hasReceiveMore()).isFalse();
            JsonNode report = new ObjectMapper().readTree(frame);
            assertThat(report.fieldNames()).toIterable().containsExactlyInAnyOrder("consumers", "producers");
            JsonNode consumer = report.path("consumers").path(0);
            assertThat(consumer.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "name",
                            "module",
                            "topic",
                            "initialized",
                            "exceptions",
                            "jsonify",
                            "backlog",
                            "headcount_in",
                            "headcount_out",
                            "times");
            assertThat(consumer.path("name").textValue()).isEqualTo("gateway");
            assertThat(consumer.path("initialized").booleanValue()).isTrue();
            // Nothing has happened in between, and to read it is nothing.
            assertThat(new ObjectMapper().readTree(monitor.recv())).isEqualTo(report);
        }
        gateway.signal();
        gateway.result().endedWith(0);
    }

    @Test
    void aMonitoringPortThatIsTakenIsAFailureThatNamesItsKey() throws IOException {
        int port = URI.create(http).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Running gateway = gateway("--set=bus.monitoring.http=" + http);
            assertThat(gateway.result().endedWith(1).err()).contains("cannot bind " + http + " (bus.monitoring.http)");
            gateway = gateway("--set=bus.monitoring.endpoint=" + monitoring.endpoint());
            assertThat(gateway.result().endedWith(1).err())
                    .contains("cannot bind " + monitoring.endpoint() + " (bus.monitoring.endpoint)");
            assertThat(taken.isBound()).isTrue();
        }
    }
}
