package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.Consumer;
import org.busd.Message;
import org.busd.Producer;
import org.busd.Subscription;
import org.busd.config.SettingsLoader;
import org.busd.tools.ToolFixture.Result;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCommandTest {

    private final LoopbackBus loopback = new LoopbackBus();

    /** Answers, by way of {@code Bus}, which is to be the hub's own. */
    public static final class Echo implements Consumer {
        @Override
        public List<String> topics() {
            return List.of("*.question");
        }

        @Override
        public void consume(Message message) {
            Bus.publish("echo", "answer", message.body());
        }
    }

    public static final class Ticker implements Producer {
        @Override
        public Duration every() {
            return Duration.ofDays(1);
        }

        @Override
        public void poll(BusClient client) {}
    }

    public static final class Neither {}

    public static final class Broken implements Consumer {
        public Broken() {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public List<String> topics() {
            return List.of();
        }

        @Override
        public void consume(Message message) {}
    }

    private Running start(String... args) {
        Running hub = new ToolFixture().start(args);
        await().atMost(LoopbackBus.PATIENCE)
                .until(() -> hub.isDone() || !hub.err().isEmpty());
        return hub;
    }

    @Test
    void runsWhatIsNamedAndSaysAtTheEndWhatWasDone() throws Exception {
        LoopbackBus own = new LoopbackBus();
        String endpoint = "[\"" + own.endpoint() + "\"]";
        Running hub = start(
                "hub",
                loopback.option(),
                "--set=bus.endpoints.hub=" + endpoint,
                "--set=bus.name=hub",
                "--consumer",
                Echo.class.getName());
        assertThat(hub.err()).isEqualTo("bus: running Echo\n");
        try (BusClient client = BusClient.open(SettingsLoader.isolated()
                        .set("bus.endpoints.local", "[\"" + loopback.endpoint() + "\"]")
                        .set("bus.endpoints.hub", endpoint)
                        .load());
                Subscription answers = client.subscribe("*.answer")) {
            assertThat(client.awaitSubscribers("question", 1, LoopbackBus.PATIENCE))
                    .isTrue();
            client.publish("question", Map.of("n", 7));
            Message answer = answers.poll(LoopbackBus.PATIENCE).orElseThrow();
            assertThat(answer.topic()).endsWith(".echo.answer");
            assertThat(answer.body().path("n").asInt()).isEqualTo(7);
        }
        hub.signal();
        Result result = hub.result().endedWith(0);

        assertThat(result.out()).isEmpty();
        assertThat(result.err()).endsWith("bus: ended: 1 messages taken, 1 processed, 0 not\n");
    }

    @Test
    void withNothingToRunItWarnsAndWaits() {
        Running hub = start("hub", loopback.option());
        assertThat(hub.err()).contains("warning: the hub has nothing to run");
        assertThat(hub.isDone()).isFalse();
        hub.signal();
        hub.result().endedWith(0);
    }

    @Test
    void listsWhatWouldRunAndWhatIsDisabled(@TempDir Path dir) throws IOException {
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.busd.Consumer"), Echo.class.getName() + "\n");
        Files.writeString(services.resolve("org.busd.Producer"), Ticker.class.getName() + "\n");

        Result result = bus(
                        "hub",
                        "--list",
                        "--classpath",
                        dir.toString(),
                        "--set=bus.consumers.\"" + Ticker.class.getName() + "\".enabled=false")
                .endedWith(0);

        assertThat(result.lines())
                .containsExactly(
                        Echo.class.getName() + "\tenabled\tconsumer\t*.question",
                        Ticker.class.getName() + "\tdisabled\tproducer\tevery PT24H");
        assertThat(bus("hub", "--list").endedWith(0).err()).contains("none was found");
    }

    @Test
    void whatIsNotThereIsWrongUsage(@TempDir Path dir) {
        assertThat(bus("hub", "--list", "--classpath", dir.resolve("no.jar").toString())
                        .endedWith(2)
                        .err())
                .contains("no.jar");
        assertThat(bus("hub", "--list", "--classpath", dir.resolve("none") + "/*")
                        .endedWith(2)
                        .err())
                .contains("none");
        assertThat(bus("hub", "--list", "--consumer", "org.x.Nobody")
                        .endedWith(2)
                        .err())
                .contains("org.x.Nobody")
                .contains("--classpath");
        assertThat(bus("hub", "--list", "--consumer", Neither.class.getName())
                        .endedWith(2)
                        .err())
                .contains("org.busd.Consumer");
    }

    @Test
    void oneThatCannotBeMadeIsAFailureThatSaysWhich(@TempDir Path dir) throws IOException {
        assertThat(bus("hub", "--consumer", Broken.class.getName()).endedWith(1).err())
                .contains("Broken")
                .contains("on purpose")
                .hasLineCount(1);
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.busd.Consumer"), Broken.class.getName() + "\n");
        assertThat(bus("hub", "--classpath", dir.toString()).endedWith(1).err())
                .contains("Broken")
                .contains("on purpose")
                .hasLineCount(1);
    }

    @Test
    void oneThatWasCompiledForALaterJavaIsAFailureThatSaysSo(@TempDir Path dir) throws IOException {
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(services.resolve("org.busd.Consumer"), "org.x.Later\n");
        byte[] later = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, (byte) 200, 0, 1, 0, 0};
        Files.write(Files.createDirectories(dir.resolve("org/x")).resolve("Later.class"), later);
        for (List<String> more : List.of(List.<String>of(), List.of("--consumer", "org.x.Later"))) {
            List<String> all = new ArrayList<>(List.of("hub", "--list", "--classpath", dir.toString()));
            all.addAll(more);
            assertThat(bus(all.toArray(String[]::new)).endedWith(1).err())
                    .contains("org/x/Later")
                    .contains("--classpath")
                    .hasLineCount(1);
        }
    }

    @Test
    void twoOfANameAreAFailure() {
        assertThat(bus("hub", loopback.option(), "--consumer", Echo.class.getName(), "--consumer", Echo.class.getName())
                        .endedWith(1)
                        .err())
                .contains("Echo")
                .hasLineCount(1);
    }
}
