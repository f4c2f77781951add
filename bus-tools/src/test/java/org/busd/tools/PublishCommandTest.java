package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.busd.BusClient;
import org.busd.Message;
import org.busd.Subscription;
import org.busd.tools.ToolFixture.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishCommandTest {

    private static final String NONE = "--set=bus.publish.via=none";

    private final LoopbackBus bus = new LoopbackBus();

    @Test
    void aMessageBecomesALog() throws InterruptedException {
        Message message = published("greeting", "schönen Tag");

        assertThat(message.topic()).isEqualTo("org.example.dev.shell.greeting");
        assertThat(message.body()).hasToString("{\"log\":\"schönen Tag\"}");
    }

    @Test
    void jsonBecomesTheBody() throws InterruptedException {
        assertThat(published("--json", "--modname", "deploy", "done", "[1.10,{\"a\":null}]")
                        .canonicalText())
                .contains("\"msg\":[1.1,{\"a\":null}]", "\"topic\":\"org.example.dev.deploy.done\"");
    }

    @Test
    void aFullTopicIsSentAsItIs() throws InterruptedException {
        assertThat(published("org.example.dev.other.thing", "x").topic()).isEqualTo("org.example.dev.other.thing");
    }

    @Test
    void messagesThatLookLikeArgumentFilesAreMessages() throws InterruptedException {
        assertThat(published("mention", "@all").body()).hasToString("{\"log\":\"@all\"}");
    }

    private Message published(String... args) throws InterruptedException {
        try (BusClient client = bus.client();
                Subscription subscription = client.subscribe()) {
            Result result = bus(concat(args, "publish", "--via=endpoint", "--wait=15s", bus.option()))
                    .endedWith(0);
            assertThat(result.out() + result.err()).isEmpty();
            Optional<Message> message = subscription.poll(LoopbackBus.PATIENCE);
            assertThat(message).isPresent();
            return message.get();
        }
    }

    @Test
    void goesThroughTheRelayUnlessToldOtherwise() throws Exception {
        try (LoopbackBus.Inbound relay = new LoopbackBus.Inbound(bus)) {
            ToolFixture.Running publish = new ToolFixture()
                    .start(
                            "publish",
                            "--wait=15s",
                            "--set=bus.relay.inbound=[\"" + bus.endpoint() + "\"]",
                            "greeting",
                            "hello");

            assertThat(relay.receive()).contains("\"msg\":{\"log\":\"hello\"}");
            publish.result().endedWith(0);
        }
    }

    @Test
    void withoutAListenerItFailsAndNamesTheEndpoint() {
        Result result = bus("publish", "--via", "endpoint", "--wait", "50ms", bus.option(), "greeting", "hello")
                .endedWith(1);

        assertThat(result.err())
                .isEqualTo("bus: nobody listens to org.example.dev.shell.greeting at " + bus.endpoint()
                        + " (waited 50 ms), nothing was published\n");
    }

    @Test
    void aListenerToOtherTopicsDoesNotCount() {
        try (BusClient client = bus.client();
                Subscription subscription = client.subscribe("org.example.dev.other")) {
            assertThat(subscription.isClosed()).isFalse();
            bus("publish", "--via", "endpoint", "--wait", "500ms", bus.option(), "greeting", "hello")
                    .endedWith(1);
        }
    }

    @Test
    void withoutARelayItFailsAndNamesIt() {
        Result result = bus(
                        "publish",
                        "--wait",
                        "50ms",
                        "--set=bus.relay.inbound=[\"" + bus.endpoint() + "\"]",
                        "greeting",
                        "hello")
                .endedWith(1);

        assertThat(result.err()).contains("through the relay at " + bus.endpoint(), "(waited 50 ms)");
    }

    @Test
    void eachLineOfStandardInputIsAMessage() throws InterruptedException {
        try (BusClient client = bus.client();
                Subscription subscription = client.subscribe()) {
            new ToolFixture()
                    .stdin("one\n\nzwölf")
                    .run("publish", "--via=endpoint", "--wait=15s", bus.option(), "line")
                    .endedWith(0);

            for (String line : new String[] {"one", "", "zwölf"}) {
                assertThat(subscription
                                .poll(LoopbackBus.PATIENCE)
                                .orElseThrow()
                                .body()
                                .path("log")
                                .textValue())
                        .isEqualTo(line);
            }
        }
    }

    @Test
    void linesArePublishedAsTheyCome() throws Exception {
        try (BusClient client = bus.client();
                Subscription subscription = client.subscribe()) {
            PipedOutputStream input = new PipedOutputStream();
            ToolFixture.Running publish = new ToolFixture()
                    .stdin(new PipedInputStream(input))
                    .start("publish", "--via=endpoint", "--wait=15s", bus.option(), "line");

            input.write("first\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            assertThat(subscription.poll(LoopbackBus.PATIENCE))
                    .as("while the input is open")
                    .isPresent();
            input.close();

            publish.result().endedWith(0);
        }
    }

    @Test
    void badJsonNamesTheLineAfterPublishingThoseBeforeIt() throws InterruptedException {
        try (BusClient client = bus.client();
                Subscription subscription = client.subscribe()) {
            Result result = new ToolFixture()
                    .stdin("{\"n\":1}\n2\n{\"n\":\n4\n")
                    .run("publish", "--json", "--via=endpoint", "--wait=15s", bus.option(), "line")
                    .endedWith(2);

            assertThat(result.err()).startsWith("bus: line 3 of standard input is not JSON: ");
            assertThat(result.err().lines()).hasSize(1);
            assertThat(subscription.poll(LoopbackBus.PATIENCE).orElseThrow().body())
                    .hasToString("{\"n\":1}");
            assertThat(subscription.poll(LoopbackBus.PATIENCE).orElseThrow().body())
                    .hasToString("2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{\"a\":1,\"a\":2}", "NaN", "nul", "'a'", "// comment\n1", "[1,]", "01", ""})
    void refusesWhatIsNotOneJsonValue(String message) {
        assertThat(bus("publish", NONE, "--json", "topic", message).endedWith(2).err())
                .startsWith("bus: MESSAGE is not JSON: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "[0.1,-1e400]"})
    void refusesNumbersThatThereIsNoWayToWrite(String message) {
        assertThat(new ToolFixture()
                        .stdin("1\n" + message + "\n")
                        .run("publish", NONE, "--json", "topic")
                        .endedWith(2)
                        .err())
                .startsWith("bus: line 2 of standard input: ");
    }

    @Test
    void nestingIsBounded() {
        assertThat(bus("publish", NONE, "--json", "topic", "[".repeat(100_000))
                        .endedWith(2)
                        .err())
                .startsWith("bus: MESSAGE is not JSON: ");
    }

    @Test
    void aLineOverTheLimitNamesTheLine() {
        String limit = "--set=bus.publish.max-message-size=2KiB";

        assertThat(new ToolFixture()
                        .stdin("short\n" + "x".repeat(3000) + "\n")
                        .run("publish", NONE, limit, "topic")
                        .endedWith(2)
                        .err())
                .startsWith("bus: line 2 of standard input is longer than 2048 bytes");
        assertThat(new ToolFixture()
                        .stdin("short\n" + "x".repeat(2000) + "\n")
                        .run("publish", NONE, limit, "topic")
                        .endedWith(2)
                        .err())
                .as("the line fits, its envelope does not")
                .startsWith("bus: line 2 of standard input: ");
    }

    @Test
    void inputThatIsNotUtf8NamesTheLine() {
        assertThat(new ToolFixture()
                        .stdin("schön".getBytes(StandardCharsets.ISO_8859_1))
                        .run("publish", NONE, "topic")
                        .endedWith(2)
                        .err())
                .isEqualTo("bus: line 1 of standard input is not UTF-8\n");
    }

    @Test
    void inputThatCannotBeReadIsAFailure() {
        PipedInputStream unconnected = new PipedInputStream();

        assertThat(new ToolFixture()
                        .stdin(unconnected)
                        .run("publish", NONE, "topic")
                        .endedWith(1)
                        .err())
                .startsWith("bus: cannot read standard input: ");
    }

    @Test
    void emptyInputPublishesNothingAndWaitsForNobody() throws IOException {
        bus("publish", "--via=endpoint", "--wait=1h", bus.option(), "topic").endedWith(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a..b", "", "ü", "a/b"})
    void aBadTopicIsWrongUsage(String topic) {
        assertThat(bus("publish", NONE, topic, "x").endedWith(2).err()).contains("\"" + topic + "\"");
    }

    @Test
    void aBadTopicIsRefusedBeforeAnybodyIsWaitedFor() {
        bus("publish", "--via=endpoint", "--wait=1h", bus.option(), "two words", "x")
                .endedWith(2);
    }

    @Test
    void aBadModnameIsWrongUsage() {
        assertThat(bus("publish", NONE, "--modname", "a b", "topic", "x")
                        .endedWith(2)
                        .err())
                .contains("a b");
    }

    @Test
    void theTopicIsNeeded() {
        assertThat(bus("publish").endedWith(2).err()).contains("TOPIC");
    }

    @Test
    void aDurationNeedsAUnit() {
        assertThat(bus("publish", "--wait", "5", "topic", "x").endedWith(2).err())
                .contains("--wait", "'5' is not a duration: write a whole number and its unit");
    }

    @Test
    void viaKnowsTwoWays() {
        assertThat(bus("publish", "--via", "none", "topic", "x").endedWith(2).err())
                .contains("--via", "relay", "endpoint");
    }

    private static String[] concat(String[] last, String... first) {
        String[] all = new String[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }
}
