package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.busd.BusClient;
import org.busd.tools.ToolFixture.Result;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailCommandTest {

    private static final String TOPIC = "org.example.dev.shop.order.created";
    private static final String FORMAT_TOPIC = "\"topic\":\"" + TOPIC + "\"";

    private final LoopbackBus bus = new LoopbackBus();

    @Test
    void printsMessagesAsTheyWereReceived() throws InterruptedException {
        Running tail = tail("--count", "2");
        String odd =
                "{ \"msg\" : {\"price\":1.10,\"name\":\"schön\"}, \"i\":1,\"msg_id\":\"2026-1\",\"timestamp\":1764000000,"
                        + FORMAT_TOPIC + ", \"username\":\"u\" }";
        try (LoopbackBus.Foreign publisher = new LoopbackBus.Foreign(bus)) {
            publisher.send(TOPIC, odd);
            publisher.send(TOPIC, odd.replace(", ", ",\r\n  "));

            assertThat(tail.result().endedWith(0).lines())
                    .containsExactly(
                            odd,
                            "{\"i\":1,\"msg\":{\"name\":\"sch\\u00f6n\",\"price\":1.1},\"msg_id\":\"2026-1\","
                                    + "\"timestamp\":1764000000," + FORMAT_TOPIC + ",\"username\":\"u\"}");
        }
    }

    @Test
    void whatIsNotAMessageIsToldOnceAndSkipped() throws InterruptedException {
        Running tail = tail("--count", "1");
        try (LoopbackBus.Foreign publisher = new LoopbackBus.Foreign(bus)) {
            publisher.send(TOPIC, "not json");
            publisher.send(TOPIC, "not json either");
            publisher.send(
                    TOPIC, "{\"i\":1,\"msg\":{},\"msg_id\":\"2026-1\",\"timestamp\":1764000000," + FORMAT_TOPIC + "}");

            Result result = tail.result().endedWith(0);
            assertThat(result.lines()).hasSize(1);
            assertThat(result.err().lines()).singleElement().asString().contains("not-json");
        }
    }

    @Test
    void listensToTopicsPrefixesAndPatterns() throws InterruptedException {
        Running tail = tail("--count", "3", "--query", "topic", TOPIC, "org.example.dev.ware", "*.order.gone");
        try (BusClient publisher = bus.client()) {
            assertThat(publisher.awaitSubscribers(3, LoopbackBus.PATIENCE)).isTrue();
            publisher.publish("shop", "order.seen", 0);
            publisher.publish("shop", "order.created", 0);
            publisher.publish("warehouse", "any", 0);
            publisher.publish("other", "order.gone", 0);

            assertThat(tail.result().endedWith(0).lines())
                    .containsExactly(
                            "\"" + TOPIC + "\"",
                            "\"org.example.dev.warehouse.any\"",
                            "\"org.example.dev.other.order.gone\"");
        }
    }

    @Test
    void includesAndExcludesByTheWholeText() throws InterruptedException {
        Running tail = tail("--count", "1", "--include", "order\\.(created|gone)", "--exclude", "\"n\":[12]}");
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", Map.of("n", 1));
            publisher.publish("shop", "order.gone", Map.of("n", 2));
            publisher.publish("shop", "order.seen", Map.of("n", 3));
            publisher.publish("shop", "order.gone", Map.of("n", 4));

            assertThat(tail.result().endedWith(0).lines())
                    .singleElement()
                    .asString()
                    .contains("\"n\":4");
        }
    }

    /** Whoever publishes must not be able to end a tail. */
    @Test
    void anExpressionThatIsTooDeepForAMessageIsToldOnceAndNotFound() throws InterruptedException {
        Running tail = tail("--count", "2", "--exclude", "\"n\":\"(a|b)*c");
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", Map.of("n", "abc"));
            publisher.publish("shop", "order.created", Map.of("n", "ab".repeat(500_000)));
            publisher.publish("shop", "order.created", Map.of("n", "ab".repeat(500_000)));

            Result result = tail.result().endedWith(0);
            assertThat(result.lines()).hasSize(2);
            assertThat(result.err().lines()).singleElement().asString().contains("(a|b)*c", "too deep");
        }
    }

    @Test
    void queryPrintsValues() throws InterruptedException {
        Running tail = tail("--count", "1", "--query", "msg.order.id,gone");
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", Map.of("order", Map.of("id", 7)));

            assertThat(tail.result().endedWith(0).out()).isEqualTo("{\"msg.order.id\":7,\"gone\":null}\n");
        }
    }

    @Test
    void prettyIsIndentedAndColouredOnATerminalOnly() throws InterruptedException, JsonProcessingException {
        Running tail = tail("--count", "1", "--format", "pretty");
        Running terminal = new ToolFixture().colour().start("tail", bus.option(), "--count=1", "--format=pretty");
        try (BusClient publisher = bus.client()) {
            assertThat(publisher.awaitSubscribers(2, LoopbackBus.PATIENCE)).isTrue();
            publisher.publish("shop", "order.created", Map.of("id", 7));

            String plain = tail.result().endedWith(0).out();
            String coloured = terminal.result().endedWith(0).out();
            assertThat(plain).contains("\n    \"msg\": {\n        \"id\": 7\n    },\n");
            assertThat(new ObjectMapper().readTree(plain).at("/msg/id").intValue())
                    .isEqualTo(7);
            assertThat(coloured).contains("\u001b[");
            assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
        }
    }

    @Test
    void terseIsTimeTopicAndBody() throws InterruptedException {
        Running tail = tail("--count", "2", "--format", "terse");
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", Map.of("id", 7));
            publisher.publish("shop", "order.created", "😀".repeat(500));

            List<String> lines = tail.result().endedWith(0).lines();
            assertThat(lines.get(0)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ " + TOPIC + " \\{\"id\":7}");
            assertThat(lines.get(1)).endsWith("😀…").doesNotContain("\ufffd").hasSizeLessThan(200);
        }
    }

    @Test
    void timeoutWithoutCountIsDone() {
        assertThat(bus("tail", bus.option(), "--timeout", "50ms").endedWith(0).out())
                .isEmpty();
    }

    @Test
    void timeoutWithTooFewMessagesIsAFailureAndPrintsThoseThatCame() throws InterruptedException {
        Running tail = tail("--count", "2", "--timeout", "3s");
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", 1);

            Result result = tail.result().endedWith(1);
            assertThat(result.lines()).hasSize(1);
            assertThat(result.err()).isEqualTo("bus: timed out with 1 of 2 messages\n");
        }
    }

    @Test
    void timeoutIsTheWholeTimeAlsoUnderASteadyFlow() throws InterruptedException {
        Running tail = tail("--exclude", ".", "--timeout", "1s");
        try (BusClient publisher = bus.publisherWithListener()) {
            while (!tail.isDone()) {
                publisher.publish("shop", "order.created", 1);
            }

            tail.result().endedWith(0);
        }
    }

    @Test
    void timeoutIsTheWholeTimeAlsoForOneThatIsSlowerThanItsPublisher() throws InterruptedException {
        // Tried 2^20 times in each message.
        Running tail = tail("--include", "(x+x+)+y", "--timeout", "1s");
        try (BusClient publisher = bus.publisherWithListener()) {
            while (!tail.isDone()) {
                publisher.publish("shop", "order.created", "x".repeat(20));
            }

            tail.result().endedWith(0);
        }
    }

    @Test
    void showsAMessageAtOnce() throws InterruptedException {
        ToolFixture fixture = new ToolFixture();
        Running tail = fixture.start("tail", bus.option());
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", 1);
            tail.awaitLines(1);

            tail.signal();
            tail.result().endedWith(0);
        }
    }

    @Test
    void aSignalIsTheUsualEndWithoutCountAndCutsShortWithIt() {
        ToolFixture endless = new ToolFixture();
        Running tail = endless.start("tail", bus.option(), "--set=bus.publish.linger=2s");
        tail.signal();

        tail.result().endedWith(0);
        assertThat(endless.signals().ending).isEqualTo(Signals.Ending.DONE);
        assertThat(endless.signals().limit).isEqualTo(Duration.ofSeconds(3));

        ToolFixture counted = new ToolFixture();
        Running counting = counted.start("tail", bus.option(), "--count", "1");
        counting.signal();

        Result ended = counting.result();
        assertThat(ended.err()).isEmpty();
        assertThat(counted.signals().ending).isEqualTo(Signals.Ending.KILLED);
    }

    @Test
    void endpointsReplaceTheConfiguredOnes() throws InterruptedException {
        LoopbackBus other = new LoopbackBus();
        Running tail = new ToolFixture()
                .start(
                        "tail",
                        bus.option(),
                        "--endpoint",
                        other.endpoint(),
                        "--endpoint",
                        new LoopbackBus().endpoint(),
                        "--count",
                        "1");
        try (BusClient publisher = other.publisherWithListener();
                BusClient unheard = bus.client()) {
            assertThat(unheard.awaitSubscribers(1, Duration.ofMillis(200))).isFalse();
            publisher.publish("shop", "order.created", 1);

            tail.result().endedWith(0);
        }
    }

    @Test
    void endsQuietlyWhenTheReaderGoes() throws InterruptedException {
        ToolFixture fixture = new ToolFixture().stdout(ToolFixture.readerThatGoesAfter(100));
        Running tail = fixture.start("tail", bus.option());
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", 1);

            assertThat(tail.result().endedWith(0).err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:4001", "tcp://127.0.0.1", "ipc:///tmp/x", "tcp://127.0.0.1:99999", ""})
    void aBadEndpointIsWrongUsage(String endpoint) {
        assertThat(bus("tail", "--endpoint", endpoint).endedWith(2).err())
                .startsWith("bus: --endpoint \"" + endpoint + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "a.b*.c", "**"})
    void aBadPatternIsWrongUsage(String topic) {
        assertThat(bus("tail", topic).endedWith(2).err()).startsWith("bus: ").contains(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x"})
    void aBadCountIsWrongUsage(String count) {
        assertThat(bus("tail", "--count=" + count).endedWith(2).err()).contains("--count");
    }

    @Test
    void aBadExpressionIsWrongUsage() {
        assertThat(bus("tail", "--include", "(").endedWith(2).err())
                .contains("--include")
                .doesNotContain("\tat ");
    }

    @Test
    void queryAndTerseExcludeEachOther() {
        assertThat(bus("tail", "--query", "topic", "--format", "terse")
                        .endedWith(2)
                        .err())
                .contains("--query and --format terse");
    }

    @Test
    void anUnknownFormatIsWrongUsage() {
        assertThat(bus("tail", "--format", "xml").endedWith(2).err()).contains("--format", "json", "pretty", "terse");
    }

    private Running tail(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "tail";
        all[1] = bus.option();
        System.arraycopy(args, 0, all, 2, args.length);
        return new ToolFixture().start(all);
    }
}
