package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What objects look like on the wire; and what cannot go there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings({"JavaUtilDate", "UnnecessaryStringBuilder", "DoNotCallSuggester"}) // What users do.
class EncodingTest {
    private final BusClient client = new TestBus().open();
    private final Subscription subscription = client.subscribe();

    @BeforeAll
    void listen() throws InterruptedException {
        assertThat(client.awaitSubscribers(1, Duration.ofSeconds(20))).isTrue();
    }

    @AfterAll
    void close() {
        client.close();
    }

    private String sent(Object body) throws InterruptedException {
        client.publish("kind", body);
        String text = subscription.poll(Duration.ofSeconds(20)).orElseThrow().text();
        return text.substring(text.indexOf("\"msg\":") + 6, text.indexOf(",\"msg_id\":"));
    }

    record Point(int x, double y) {}

    record Order(String id, List<Point> points, Optional<String> note, Instant at) {}

    enum Colour {
        RED,
        GREEN
    }

    public static final class Bean {
        public String getName() {
            return "bean";
        }

        public int getAge() {
            return 3;
        }
    }

    record Typed(String v) implements ToJson {
        @Override
        public Object toJson() {
            return Map.of("typed", v);
        }
    }

    static final class Duck {
        public String toJson() {
            return "{ \"duck\" : [1.10, 1E5, \"\\u00e9\"], \"a\":1 }";
        }
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class, property = "id")
    static final class Known {
        private final List<Object> friends = new ArrayList<>();

        public List<Object> getFriends() {
            return friends;
        }
    }

    /** Counts what Jackson keeps for one value. */
    @JsonSerialize(using = CountingSerializer.class)
    static final class Counted {}

    static final class CountingSerializer extends JsonSerializer<Counted> {
        @Override
        public void serialize(Counted value, JsonGenerator json, SerializerProvider provider) throws IOException {
            Object before = provider.getAttribute("count");
            int count = before instanceof Integer already ? already + 1 : 1;
            provider.setAttribute("count", count);
            json.writeNumber(count);
        }
    }

    /** What one message leaves behind in Jackson does not show in the next. */
    @Test
    void eachMessageIsWrittenAsIfItWereTheFirst() throws Exception {
        Known self = new Known();
        self.getFriends().add(self);
        for (int n = 0; n < 3; n++) {
            assertThat(sent(self)).isEqualTo("{\"friends\":[1],\"id\":1}");
            assertThat(sent(List.of(new Counted(), new Counted()))).isEqualTo("[1,2]");
        }
    }

    @FunctionalInterface
    interface Writing {
        void write(JsonGenerator json) throws IOException;
    }

    /** Is written by a serializer of the program's own. */
    @JsonSerialize(using = OwnSerializer.class)
    record Own(Writing writing) {}

    static final class OwnSerializer extends JsonSerializer<Own> {
        @Override
        public void serialize(Own value, JsonGenerator json, SerializerProvider provider) throws IOException {
            value.writing().write(json);
        }
    }

    @Test
    void serializersMayHaveJacksonWriteWhatIsInside() throws Exception {
        assertThat(sent(new Own(json -> {
                    json.writeStartObject();
                    json.writePOJOField("b", List.of(new Point(1, 2)));
                    json.writeObjectField("a", Map.of("c", Optional.empty()));
                    json.writeEndObject();
                })))
                .isEqualTo("{\"a\":{\"c\":null},\"b\":[{\"x\":1,\"y\":2.0}]}");
    }

    static Stream<Writing> unfinished() {
        return Stream.of(
                json -> {},
                json -> json.writeStartObject(),
                json -> {
                    json.writeStartArray();
                    json.writeNumber(1);
                },
                json -> {
                    try {
                        json.writeNumber(Double.NaN);
                    } catch (IOException e) {
                        // Passed over.
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("unfinished")
    void whatASerializerLeavesUnfinishedIsNotSent(Writing writing) {
        long before = client.metrics().published();
        assertThatThrownBy(() -> client.publish("kind", new Own(writing))).isInstanceOf(BusEncodingException.class);
        assertThat(client.metrics().published()).isEqualTo(before);
    }

    static final class DuckList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Object toJson() {
            return Map.of("size", size());
        }
    }

    static final class DuckMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;

        public Object toJson() {
            return List.of("a map that says it is a list");
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> kinds() {
        Map<String, Object> unsorted = new LinkedHashMap<>();
        unsorted.put("z", 1);
        unsorted.put("\ud83d\ude00", 2);
        unsorted.put("\uffee", 3);
        unsorted.put("a", null);
        Map<String, Object> wide = new LinkedHashMap<>();
        wide.put("long", Long.MIN_VALUE);
        wide.put("big", new BigInteger("123456789012345678901234567890"));
        wide.put("decimal", new BigDecimal("0.1"));
        wide.put("double", 1e16);
        wide.put("tiny", 1e-5);
        wide.put("minus", -0.0);
        wide.put("float", 0.1f);
        wide.put("char", 'c');
        wide.put("bytes", new byte[] {1, 2, 3});
        return Stream.of(
                arguments(null, "{}"),
                arguments(Map.of(), "{}"),
                arguments("text \"é\"", "\"text \\\"\\u00e9\\\"\""),
                arguments(42, "42"),
                arguments(true, "true"),
                arguments(unsorted, "{\"a\":null,\"z\":1,\"\\uffee\":3,\"\\ud83d\\ude00\":2}"),
                arguments(
                        wide,
                        "{\"big\":123456789012345678901234567890,\"bytes\":\"AQID\",\"char\":\"c\",\"decimal\":0.1,"
                                + "\"double\":1e+16,\"float\":0.1,\"long\":-9223372036854775808,\"minus\":-0.0,\"tiny\":1e-05}"),
                arguments(new Point(1, 2), "{\"x\":1,\"y\":2.0}"),
                arguments(
                        new Order("o", List.of(new Point(1, 0.5)), Optional.of("n"), Instant.ofEpochSecond(1764000000)),
                        "{\"at\":1764000000,\"id\":\"o\",\"note\":\"n\",\"points\":[{\"x\":1,\"y\":0.5}]}"),
                arguments(new Bean(), "{\"age\":3,\"name\":\"bean\"}"),
                arguments(List.of(1, "a", List.of()), "[1,\"a\",[]]"),
                arguments(new int[] {1, 2}, "[1,2]"),
                arguments(new Object[] {"a", new Point(0, 0)}, "[\"a\",{\"x\":0,\"y\":0.0}]"),
                arguments(Colour.GREEN, "\"GREEN\""),
                arguments(Map.of(Colour.RED, DayOfWeek.MONDAY), "{\"RED\":\"MONDAY\"}"),
                arguments(List.of(Optional.empty(), OptionalInt.of(3), Optional.of(Optional.of(1))), "[null,3,1]"),
                arguments(
                        List.of(
                                Instant.ofEpochSecond(5, 500_000_000),
                                OffsetDateTime.of(1970, 1, 1, 1, 0, 7, 0, ZoneOffset.ofHours(1)),
                                new Date(1500),
                                new java.sql.Date(2000)),
                        "[5.5,7,1.5,2]"),
                arguments(
                        List.of(
                                LocalDate.of(2026, 1, 2),
                                Duration.ofSeconds(61),
                                ZoneOffset.UTC,
                                java.time.Year.of(2026)),
                        "[\"2026-01-02\",\"PT1M1S\",\"Z\",\"2026\"]"),
                arguments(
                        UUID.fromString("00000000-0000-4000-8000-000000000001"),
                        "\"00000000-0000-4000-8000-000000000001\""),
                arguments(JsonNodeFactory.instance.objectNode().put("b", 1).put("a", 1.5), "{\"a\":1.5,\"b\":1}"),
                arguments(new Typed("t"), "{\"typed\":\"t\"}"),
                arguments((ToJson) () -> null, "null"),
                arguments((ToJson) () -> new StringBuilder("[1 , 2]"), "[1,2]"),
                arguments(new Duck(), "{\"a\":1,\"duck\":[1.1,100000.0,\"\\u00e9\"]}"),
                arguments(new DuckList(), "{\"size\":0}"),
                arguments(new DuckMap(), "[\"a map that says it is a list\"]"),
                arguments(
                        Map.of("nested", List.of(new Typed("in"), new Duck())),
                        "{\"nested\":[{\"typed\":\"in\"},{\"a\":1,\"duck\":[1.1,100000.0,\"\\u00e9\"]}]}"),
                arguments(new AtomicReference<>(new Typed("ref")), "{\"typed\":\"ref\"}"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfObjectIsSent(Object body, String json) throws InterruptedException {
        assertThat(sent(body)).isEqualTo(json);
    }

    record Empty() {}

    @Test
    void aRecordWithoutComponentsIsAnEmptyObject() throws InterruptedException {
        assertThat(sent(new Empty())).isEqualTo("{}");
    }

    public static final class Cyclic {
        public String getName() {
            return "c";
        }

        public Cyclic getSelf() {
            return this;
        }
    }

    public static final class Ring {
        public List<Object> getRing() {
            return List.of(Map.of("next", this));
        }
    }

    public static final class Throwing {
        public String getName() {
            throw new IllegalStateException("no name today");
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> faults() {
        List<Object> deep = new ArrayList<>();
        List<Object> inner = deep;
        for (int i = 0; i < 600; i++) {
            List<Object> next = new ArrayList<>();
            inner.add(next);
            inner = next;
        }
        return Stream.of(
                arguments(Map.of("order", Map.of("items", List.of(1, Double.NaN))), "order.items[1]", "NaN"),
                arguments(Map.of("d", new double[] {1, Double.POSITIVE_INFINITY}), "d[1]", "Infinity"),
                arguments(Map.of("price", new BigDecimal("0.1000000000000000055")), "price", "precision"),
                arguments(Map.of("who", new Throwing()), "who.name", "no name today"),
                arguments(Map.of("c", new Cyclic()), "c.self", ""),
                arguments(Map.of("r", new Ring()), "r.ring[0].next.ring[0].next", ""),
                arguments(deep, "[0][0]", "nested"),
                arguments(Map.of("j", (ToJson) () -> "{\"a\":1,}"), "j", "JSON"),
                arguments(Map.of("j", (ToJson) () -> "1 2"), "j", ""),
                arguments(Map.of("j", (ToJson) () -> "{\"a\":1,\"a\":2}"), "j", "a"),
                arguments(
                        Map.of("l", List.of((ToJson) () -> {
                            throw new IllegalStateException("not now");
                        })),
                        "l[0]",
                        "not now"),
                arguments(Map.of("s", (ToJson) () -> new Object()), "s", "Object"),
                arguments(Map.of("text", "x".repeat(200_000)), "", "max-message-size"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatCannotBeSentIsRefusedWithItsPlaceAndTheNextPublishWorks(Object body, String path, String reason)
            throws InterruptedException {
        try (BusClient small = new TestBus()
                        .set("publish.max-message-size", "100KiB")
                        .set("publish.settle", "0s")
                        .open();
                Subscription listening = small.subscribe()) {
            assertThatThrownBy(() -> small.publish("fault", body))
                    .isInstanceOf(BusEncodingException.class)
                    .hasMessageContaining(path)
                    .hasMessageContaining(reason)
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));

            assertThat(small.awaitSubscribers(1, Duration.ofSeconds(20))).isTrue();
            small.publish("next", Map.of("works", true));
            assertThat(listening.poll(Duration.ofSeconds(20)).orElseThrow().topic())
                    .endsWith(".next");
            assertThat(small.metrics().published()).isEqualTo(1);
            assertThat(small.metrics().refused()).isEqualTo(1);
        }
    }

    @Test
    void anObjectMayPublishWhileItIsAskedForItsJson() throws InterruptedException {
        ToJson outer = () -> {
            client.publish("kind", Map.of("inner", true));
            return Map.of("outer", true);
        };
        assertThat(sent(outer)).isEqualTo("{\"inner\":true}");
        String text = subscription.poll(Duration.ofSeconds(20)).orElseThrow().text();
        assertThat(text).contains("\"msg\":{\"outer\":true}");
    }

    @Test
    void aBodyIsReadBackAsAnObject() throws InterruptedException {
        client.publish("kind", new Point(3, 4.5));
        Message message = subscription.poll(Duration.ofSeconds(20)).orElseThrow();
        assertThat(message.bodyAs(Point.class)).isEqualTo(new Point(3, 4.5));
        assertThatThrownBy(() -> message.bodyAs(UUID.class)).isInstanceOf(IllegalArgumentException.class);
    }
}
