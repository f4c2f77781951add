package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Jackson can write, it can write canonically: the same value, in the one form. */
class JacksonSerializersTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final CanonicalGenerator generator = new CanonicalGenerator(1 << 20);

    record Item(String name, double price, List<Integer> sizes) {}

    record Order(long id, String customer, List<Item> items, boolean paid, Map<Integer, String> notes) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    record Typed(int z, String a) {}

    record Raw(@JsonRawValue String z, String a) {}

    record Outer(String z, @JsonUnwrapped Inner inner, String a) {}

    record Inner(int y, int b) {}

    record Worded(@JsonValue String text) {}

    static final class Node {
        public String name = "n";
        public List<Node> next = new ArrayList<>();
    }

    static final class Thrower {
        public int a = 1;

        public int getPrice() {
            if (a == 1) {
                throw new IllegalStateException("no price");
            }
            return a;
        }
    }

    static List<Object> values() throws Exception {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("z").put("float", 0.5f).put("big", new java.math.BigInteger("123456789012345678901234567890"));
        tree.putArray("a").add(1L).add((short) 2).addNull().add("x").add(new byte[] {1, 2, 3});
        tree.putRawValue("raw", new RawValue("{\"b\":1, \"a\":2}"));
        tree.putPOJO("pojo", new Inner(1, 2));
        TokenBuffer tokens = new TokenBuffer(MAPPER, false);
        tokens.writeStartObject();
        tokens.writeNumberField("z", 1.5);
        tokens.writeFieldName("embedded");
        tokens.writeEmbeddedObject(new byte[] {1, 2, 3, 4});
        tokens.writeEndObject();
        Map<Object, Object> odd = new LinkedHashMap<>();
        odd.put(10L, "ten");
        odd.put(9, "nine");
        odd.put(TimeUnit.DAYS, null);
        odd.put(UUID.fromString("7f7695f5-0000-4000-8000-7e02b7c1dce2"), Locale.GERMANY);
        return List.of(
                new Order(
                        7,
                        "Gr\u00fc\u00dfe",
                        List.of(new Item("b\u007f", 12.5, List.of(1, 2)), new Item("\ud83d\ude8c", 1e16, List.of())),
                        true,
                        Map.of(3, "c", 10, "a", 2, "\n")),
                new Typed(1, "x"),
                new Raw("[1, 2.50, {\"b\":1,\"a\":0}]", "x"),
                new Outer("z", new Inner(1, 2), "a"),
                List.of(new Worded("w"), Optional.class, new AtomicLong(5), 'c', (byte) 3, (short) 4, 1.5f),
                odd,
                tree,
                tokens,
                new double[] {1.0, 2.5},
                new long[] {1, Long.MIN_VALUE},
                new String[] {"a", null},
                new char[] {'a', '\u00fc'},
                new boolean[] {true},
                new byte[] {1, 2, 3},
                UUID.fromString("7f7695f5-0000-4000-8000-7e02b7c1dce2"),
                new RawValue(" [ 1 ] "),
                Arrays.asList(1, null, List.of(), Map.of()),
                java.net.URI.create("http://x/?a=b"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesTheSameValueCanonically(Object value) throws Exception {
        MAPPER.writeValue(generator, value);
        byte[] expected = CanonicalJson.canonicalize(MAPPER.writeValueAsBytes(value));
        assertThat(text()).isEqualTo(new String(expected, StandardCharsets.US_ASCII));
    }

    @Test
    void ignoresIndentation() throws Exception {
        ObjectWriter pretty = MAPPER.writer(SerializationFeature.INDENT_OUTPUT)
                .with(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                .withDefaultPrettyPrinter();
        pretty.writeValue(generator, new Inner(1, 2));
        assertThat(text()).isEqualTo("{\"b\":2,\"y\":1}");
    }

    @Test
    void writesObjectsWithinObjectsThroughItsCodec() throws Exception {
        generator.setCodec(MAPPER);
        generator.writeStartArray();
        generator.writePOJO(new Inner(1, 2));
        generator.writeObject(null);
        generator.writeEmbeddedObject(new Inner(3, 4));
        generator.writeTree(MAPPER.readTree("{\"b\":[1.50],\"a\":null}"));
        generator.writeEndArray();
        assertThat(text()).isEqualTo("[{\"b\":2,\"y\":1},null,{\"b\":4,\"y\":3},{\"a\":null,\"b\":[1.5]}]");
    }

    @Test
    void copiesWhatAParserReads() throws Exception {
        try (var parser = MAPPER.createParser(
                "{\"b\":[1.5,1e3,12345678901234567890,\"\\u00fc\"],\"a\":{\"y\":true,\"x\":null}}")) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        }
        assertThat(text())
                .isEqualTo("{\"a\":{\"x\":null,\"y\":true},\"b\":[1.5,1000.0,12345678901234567890,\"\\u00fc\"]}");
    }

    @Test
    void aCycleEndsWithAnErrorThatShowsIt() {
        Node node = new Node();
        node.next.add(node);
        assertThatThrownBy(() -> MAPPER.writeValue(generator, node))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("next[0].next[0].next[0]")
                .hasMessageContaining("does an object contain itself?");
        assertThat(generator.currentPath()).startsWith("next[0].next[0].");
    }

    @Test
    void afterAGetterThrewThePathSaysWhere() {
        Map<String, Object> order = new HashMap<>();
        order.put("items", List.of(1, new Thrower()));
        assertThatThrownBy(() -> MAPPER.writeValue(generator, Map.of("order", order)))
                .isInstanceOf(JsonMappingException.class)
                .hasRootCauseMessage("no price");
        assertThat(generator.currentPath()).isEqualTo("order.items[1]");
    }

    @Test
    void twoPropertiesOfOneNameAreRefused() {
        record Clash(String b, @JsonUnwrapped Inner inner) {}
        assertThatThrownBy(() -> MAPPER.writeValue(generator, new Clash("x", new Inner(1, 2))))
                .hasMessageContaining("b: the name occurs twice in its object");
    }

    @Test
    void allocatesNothingOfItsOwnOnceWarm() throws Exception {
        ObjectWriter writer = MAPPER.writerFor(Order.class);
        Order order = new Order(7, "A-4711", List.of(new Item("b", 12.5, List.of(1, 2))), true, Map.of());
        write(writer, order, 20_000);
        AllocatedBytes allocated = new AllocatedBytes();
        long before = allocated.now();
        write(writer, order, 1000);
        long each = (allocated.now() - before) / 1000;
        System.out.println("allocated to write one record, Jackson's part included: " + each + " bytes");
        assertThat(each).as("bytes allocated for each text").isLessThan(400);

        writeByHand(20_000);
        before = allocated.now();
        writeByHand(1000);
        each = (allocated.now() - before) / 1000;
        assertThat(each).as("bytes allocated for each text without Jackson").isLessThan(8);
    }

    private void write(ObjectWriter writer, Order order, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            generator.reset();
            writer.writeValue(generator, order);
        }
    }

    private void writeByHand(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            generator.reset();
            generator.writeStartObject();
            generator.writeStringField("z", "text\n");
            generator.writeNumberField("price", 12.34);
            generator.writeArrayFieldStart("list");
            generator.writeNumber(i);
            generator.writeBoolean(true);
            generator.writeEndArray();
            generator.writeNumberField("a", 1L << 40);
            generator.writeEndObject();
        }
    }

    private String text() {
        return new String(generator.toByteArray(), StandardCharsets.US_ASCII);
    }
}
