package org.busd.it;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.busd.Bus;
import org.busd.ToJson;
import org.jspecify.annotations.Nullable;

/** Program: publishes one object of each kind, and says how many. */
public final class Kinds {
    private Kinds() {}

    /** An object, and what {@code json.dumps(…, sort_keys=True, separators=(',', ':'))} makes of its like. */
    record Kind(@Nullable Object body, String json) {}

    record Point(int x, double y) {}

    record Order(String id, List<Point> points, Optional<String> note, Instant at) {}

    enum Colour {
        GREEN
    }

    /** A bean. */
    public static final class Bean {
        /** A property. */
        public String getName() {
            return "bean";
        }

        /** Another. */
        public boolean isOld() {
            return false;
        }
    }

    record Typed(String value) implements ToJson {
        @Override
        public Object toJson() {
            return Map.of("typed", value);
        }
    }

    /** Says itself what it looks like, and depends on nothing. */
    public static final class Duck {
        /** JSON text, not canonical. */
        public String toJson() {
            return "{ \"duck\" : [1.10, 1E5, \"\\u00e9\"], \"a\":1 }";
        }
    }

    static List<Kind> all() {
        Map<String, @Nullable Object> unsorted = new LinkedHashMap<>();
        unsorted.put("z", 1);
        unsorted.put("\ud83d\ude00", 2);
        unsorted.put("\uffee", 3);
        unsorted.put("a", null);
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        return List.of(
                new Kind(null, "{}"),
                new Kind(Map.of(), "{}"),
                new Kind("text \"\u00e9\"\n\u007f/\\", "\"text \\\"\\u00e9\\\"\\n\\u007f/\\\\\""),
                new Kind(true, "true"),
                new Kind(unsorted, "{\"a\":null,\"z\":1,\"\\uffee\":3,\"\\ud83d\\ude00\":2}"),
                new Kind(Long.MIN_VALUE, "-9223372036854775808"),
                new Kind(
                        List.of(1.0, 1e16, 1e-5, -0.0, 1.2345678901234568e17, 0.1f),
                        "[1.0,1e+16,1e-05,-0.0,1.2345678901234568e+17,0.1]"),
                new Kind(new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
                new Kind(new BigDecimal("0.1"), "0.1"),
                new Kind(new Point(1, 2), "{\"x\":1,\"y\":2.0}"),
                new Kind(
                        new Order("o", List.of(new Point(1, 0.5)), Optional.of("n"), Instant.ofEpochSecond(1764000000)),
                        "{\"at\":1764000000,\"id\":\"o\",\"note\":\"n\",\"points\":[{\"x\":1,\"y\":0.5}]}"),
                new Kind(new Bean(), "{\"name\":\"bean\",\"old\":false}"),
                new Kind(List.of(1, "a", List.of()), "[1,\"a\",[]]"),
                new Kind(new int[] {1, 2}, "[1,2]"),
                new Kind(new Object[] {"a", new Point(0, 0)}, "[\"a\",{\"x\":0,\"y\":0.0}]"),
                new Kind(Map.of(Colour.GREEN, DayOfWeek.MONDAY), "{\"GREEN\":\"MONDAY\"}"),
                new Kind(List.of(Optional.empty(), OptionalInt.of(3), Optional.of("in")), "[null,3,\"in\"]"),
                new Kind(
                        List.of(
                                Instant.ofEpochSecond(5, 500_000_000),
                                Instant.EPOCH.atOffset(ZoneOffset.ofHours(1)),
                                LocalDate.of(2026, 11, 23),
                                LocalTime.of(12, 30, 1),
                                Duration.ofSeconds(90)),
                        "[5.5,0,\"2026-11-23\",\"12:30:01\",\"PT1M30S\"]"),
                new Kind(JsonNodeFactory.instance.objectNode().put("b", 1).put("a", 1.5), "{\"a\":1.5,\"b\":1}"),
                new Kind(new Typed("t"), "{\"typed\":\"t\"}"),
                new Kind(new Duck(), "{\"a\":1,\"duck\":[1.1,100000.0,\"\\u00e9\"]}"),
                new Kind(
                        Map.of("nested", List.of(new Typed("in"), new Duck(), Map.of("deep", deep))),
                        "{\"nested\":[{\"typed\":\"in\"},{\"a\":1,\"duck\":[1.1,100000.0,\"\\u00e9\"]},{\"deep\":"
                                + "[".repeat(21) + "]".repeat(21) + "}]}"));
    }

    public static void main(String[] arguments) {
        int returned = 0;
        for (Kind kind : all()) {
            Bus.publish("kind", kind.body());
            returned++;
        }
        Console.say("returned " + returned + " published " + Bus.metrics().published());
    }
}
