package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalGeneratorTest {
    private static final int PLENTY = 1 << 20;

    private final CanonicalGenerator generator = new CanonicalGenerator(PLENTY);

    @FunctionalInterface
    private interface Writing {
        void write(CanonicalGenerator generator) throws IOException;
    }

    private String written(Writing writing) throws IOException {
        generator.reset();
        writing.write(generator);
        return text();
    }

    private String text() {
        return new String(generator.toByteArray(), StandardCharsets.US_ASCII);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Writing writing) {
        generator.reset();
        return assertThatThrownBy(() -> writing.write(generator)).isInstanceOf(JsonGenerationException.class);
    }

    private static void members(CanonicalGenerator g, String... names) throws IOException {
        g.writeStartObject();
        for (int i = 0; i < names.length; i++) {
            g.writeNumberField(names[i], i);
        }
        g.writeEndObject();
    }

    @Test
    void sortsMembersByCodePoint() throws IOException {
        assertThat(written(g -> members(g, "b", "a", "\ud83d\ude8c", "\uffff", "", "\ud83d", "aa", "\ue000")))
                .isEqualTo(
                        "{\"\":4,\"a\":1,\"aa\":6,\"b\":0,\"\\ud83d\":5,\"\\ue000\":7,\"\\uffff\":3,\"\\ud83d\\ude8c\":2}");
    }

    @Test
    void sortsObjectsWithinObjects() throws IOException {
        String text = written(g -> {
            g.writeStartObject();
            g.writeNumberField("z", 1);
            g.writeFieldName("m");
            g.writeStartArray();
            members(g, "y", "x");
            g.writeString("between");
            members(g, "x", "y", "w");
            g.writeEndArray();
            g.writeNumberField("a", 2);
            g.writeEndObject();
        });
        assertThat(text).isEqualTo("{\"a\":2,\"m\":[{\"x\":1,\"y\":0},\"between\",{\"w\":2,\"x\":0,\"y\":1}],\"z\":1}");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 15, 16, 17, 31, 33, 100, 5000})
    void sortsAnyNumberOfMembers(int count) throws IOException {
        Random random = Seed.random("members");
        String[] names = random.ints(0, 1 << 20)
                .distinct()
                .limit(count)
                .mapToObj(i -> String.format("%07x", i))
                .toArray(String[]::new);
        StringBuilder expected = new StringBuilder();
        java.util.TreeMap<String, Integer> sorted = new java.util.TreeMap<>();
        for (int i = 0; i < count; i++) {
            sorted.put(names[i], i);
        }
        sorted.forEach(
                (name, i) -> expected.append(",\"").append(name).append("\":").append(i));
        assertThat(written(g -> members(g, names))).isEqualTo("{" + expected.substring(1) + "}");
    }

    @Test
    void escapesAsPythonDoes() throws IOException {
        String hard = "\"\\/\b\f\n\r\t\u0000\u001f ~\u007f\u0080\u00fc\u20ac\ud83d\ude8c\udc00\uffff";
        String expected =
                "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f ~\\u007f\\u0080\\u00fc\\u20ac\\ud83d\\ude8c\\udc00\\uffff\"";
        assertThat(written(g -> g.writeString(hard))).isEqualTo(expected);
        assertThat(written(g -> g.writeString(("x" + hard + "y").toCharArray(), 1, hard.length())))
                .isEqualTo(expected);
        assertThat(written(g -> g.writeString(new StringReader(hard), -1))).isEqualTo(expected);
        assertThat(written(g -> g.writeString(new StringReader(hard + "more"), hard.length())))
                .isEqualTo(expected);
        assertThat(written(g -> g.writeString(new SerializedString(hard)))).isEqualTo(expected);
        assertThat(written(g -> {
                    g.writeStartObject();
                    g.writeFieldName(new SerializedString(hard));
                    g.writeNull();
                    g.writeEndObject();
                }))
                .isEqualTo("{" + expected + ":null}");
    }

    @Test
    void escapesDelInNamesThatJacksonLeavesUnescaped() throws IOException {
        assertThat(written(g -> g.writeString(new SerializedString("a\u007f")))).isEqualTo("\"a\\u007f\"");
    }

    @Test
    void readsUtf8Strings() throws IOException {
        byte[] utf8 = "-a\"\u00fc\ud83d\ude8c-".getBytes(StandardCharsets.UTF_8);
        assertThat(written(g -> g.writeUTF8String(utf8, 1, utf8.length - 2)))
                .isEqualTo("\"a\\\"\\u00fc\\ud83d\\ude8c\"");
        byte[] raw = "\\u00FC\\/\u00fc".getBytes(StandardCharsets.UTF_8);
        assertThat(written(g -> g.writeRawUTF8String(raw, 0, raw.length))).isEqualTo("\"\\u00fc/\\u00fc\"");
        assertRefused(g -> g.writeUTF8String(new byte[] {'a', (byte) 0xc0, (byte) 0x80}, 0, 3))
                .hasMessage("byte 1: 0xc0 is no UTF-8 here");
        byte[] quote = "\",\"".getBytes(StandardCharsets.UTF_8);
        assertRefused(g -> g.writeRawUTF8String(quote, 0, quote.length))
                .hasMessageContaining("nothing after the value");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, -1, 9, 10, 99, 100, 101, 999, 1000, 9999, 10000, 12345678901234567L, 1L << 31, -(1L << 31)})
    void writesIntegers(long value) throws IOException {
        assertThat(written(g -> g.writeNumber(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void writesTheLargestIntegers() throws IOException {
        Random random = Seed.random("integers");
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(written(g -> g.writeNumber(value))).isEqualTo(Long.toString(value));
        }
        for (String big : new String[] {
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "-9223372036854775809",
            "9".repeat(4300),
            "-" + "9".repeat(4300)
        }) {
            assertThat(written(g -> g.writeNumber(new BigInteger(big)))).isEqualTo(big);
        }
        assertRefused(g -> g.writeNumber(BigInteger.TEN.pow(4300))).hasMessageContaining("more than 4300 digits");
        assertRefused(g -> g.writeNumber(BigInteger.TEN.pow(4300).negate())).hasMessageContaining("4300");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,1.0",
        "-0.0,-0.0",
        "1e16,1e+16",
        "1e15,1000000000000000.0",
        "1e-4,0.0001",
        "1e-5,1e-05",
        "123456789012345678,1.2345678901234568e+17",
        "4.9e-324,5e-324",
        "1.7976931348623157e308,1.7976931348623157e+308",
        "9007199254740993,9007199254740992.0",
        "2e23,2e+23",
        "0.1,0.1",
        "12.34,12.34",
        "100,100.0",
        "-1.5e-7,-1.5e-07",
        "0.30000000000000004,0.30000000000000004",
        "9.9e-324,1e-323",
        "2e-323,2e-323",
        "5e-323,5e-323",
        "1e22,1e+22"
    })
    void writesDoublesAsPythonDoes(double value, String expected) throws IOException {
        assertThat(written(g -> g.writeNumber(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1,0.1",
        "16777216,16777216.0",
        "3.4028235E38,3.4028235e+38",
        "1.4e-45,1.4e-45",
        "-0.0,-0.0",
        "1e10,10000000000.0"
    })
    void writesFloatsAsTheirShortestDecimals(float value, String expected) throws IOException {
        assertThat(written(g -> g.writeNumber(value))).isEqualTo(expected);
    }

    @Test
    void floatsComeBackAsTheyWere() {
        Random random = Seed.random("floats");
        for (int i = 0; i < 500_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            float back = (float) Double.parseDouble(PythonDouble.toString(PythonDouble.of(value)));
            assertThat(Float.floatToIntBits(back)).isEqualTo(Float.floatToIntBits(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.1,0.1",
        "100,100.0",
        "1E+2,100.0",
        "-12.340,-12.34",
        "0E-20,0.0",
        "1E+300,1e+300",
        "9007199254740992,9007199254740992.0"
    })
    void writesDecimalsThatDoublesPrintAs(BigDecimal value, String expected) throws IOException {
        assertThat(written(g -> g.writeNumber(value))).isEqualTo(expected);
        assertThat(written(g -> g.writeNumber(value.toString())))
                .isEqualTo(value.scale() == 0 ? value.toString() : expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1000000000000000055511151231257827",
                "9007199254740993.0",
                "1E+400",
                "1E-400",
                "1.00000000000000000001",
                "1E+999999999"
            })
    void refusesDecimalsThatWouldChange(String value) {
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeFieldName("price");
                    g.writeNumber(new BigDecimal(value));
                })
                .hasMessageStartingWith("price: the number is beyond a double's precision or range");
        assertRefused(g -> g.writeNumber(value)).hasMessageContaining("send it as a string");
    }

    @Test
    void refusesGiantDecimalsQuickly() {
        BigDecimal giant = new BigDecimal(BigInteger.ONE.shiftLeft(3_000_000));
        assertRefused(g -> g.writeNumber(giant)).hasMessageContaining("more than 4300 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "+1", "1.", "abc", "1 ", "NaN", "1e5 "})
    void refusesTextThatIsNoNumber(String text) {
        assertRefused(g -> g.writeNumber(text)).hasMessageContaining("not a JSON number");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNoNumber(double value) {
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeObjectFieldStart("order");
                    g.writeArrayFieldStart("items");
                    g.writeNumber(1);
                    g.writeStartObject();
                    g.writeEndObject();
                    g.writeStartObject();
                    g.writeNumberField("price", value);
                })
                .hasMessage("order.items[2].price: " + value + " is no JSON number, and other receivers refuse it");
        assertThat(generator.currentPath()).isEqualTo("order.items[2].price");
        assertRefused(g -> g.writeNumber((float) value));
    }

    @Test
    void tellsItsPathWhereverItIs() throws IOException {
        assertThat(generator.currentPath()).isEmpty();
        generator.writeStartArray();
        assertThat(generator.currentPath()).isEqualTo("[0]");
        generator.writeNumber(1);
        assertThat(generator.currentPath()).isEqualTo("[1]");
        generator.writeStartObject();
        assertThat(generator.currentPath()).isEqualTo("[1]");
        generator.writeFieldName("a.b\"\n");
        assertThat(generator.currentPath()).isEqualTo("[1][\"a.b\\\"\\u000a\"]");
        generator.writeStartObject();
        generator.writeFieldName("gr\u00fcn-1_x");
        assertThat(generator.currentPath()).isEqualTo("[1][\"a.b\\\"\\u000a\"].gr\u00fcn-1_x");
        generator.writeNull();
        assertThat(generator.currentPath()).isEqualTo("[1][\"a.b\\\"\\u000a\"]");
        generator.reset();
        assertThat(generator.currentPath()).isEmpty();
    }

    @Test
    void refusesANameTwice() {
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeFieldName("order");
                    members(g, "a", "b", "b");
                })
                .hasMessage("order.b: the name occurs twice in its object");
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeFieldName("order");
                    members(g, "b", "a", "c", "b");
                })
                .hasMessage("order.b: the name occurs twice in its object");
        assertThat(generator.currentPath()).isEqualTo("order.b");
    }

    @Test
    void refusesDeepNesting() throws IOException {
        for (int i = 0; i < 500; i++) {
            generator.writeStartArray();
        }
        assertThatThrownBy(() -> generator.writeStartObject())
                .isInstanceOf(JsonGenerationException.class)
                .hasMessageContaining("nested more deeply than 500 levels")
                .hasMessageContaining(" … ");
        CanonicalGenerator flat = new CanonicalGenerator(100, 0);
        flat.writeNumber(1);
        flat.reset();
        assertThatThrownBy(flat::writeStartArray).hasMessageContaining("0 levels");
    }

    @Test
    void keepsToItsLimitToTheByte() throws IOException {
        for (Writing writing : new Writing[] {
            g -> g.writeString("x".repeat(98)),
            g -> g.writeString("\u00fc".repeat(16) + "xx"),
            g -> g.writeRawValue("[" + "1,".repeat(48) + "10]"),
            g -> g.writeNumber(BigInteger.TEN.pow(99)),
            g -> g.writeBinary(new byte[72]),
            g -> g.writeString(new StringReader("x".repeat(98)), -1),
            g -> {
                g.writeStartObject();
                g.writeStringField("a", "x".repeat(92));
                g.writeEndObject();
            }
        }) {
            CanonicalGenerator enough = new CanonicalGenerator(100);
            writing.write(enough);
            assertThat(enough.size()).isBetween(98, 100);
            CanonicalGenerator less = new CanonicalGenerator(enough.size() - 1);
            assertThatThrownBy(() -> writing.write(less))
                    .isInstanceOf(JsonGenerationException.class)
                    .hasMessageContaining("larger than the " + (enough.size() - 1) + " bytes allowed");
            less.reset();
            less.writeNull();
            assertThat(less.toByteArray()).hasSize(4);
        }
    }

    @Test
    void stopsAtItsLimitWhateverIsPouredIn() {
        assertRefused(g -> g.writeString("x".repeat(PLENTY))).hasMessageContaining("1048576 bytes allowed");
        assertRefused(g -> {
                    g.writeStartArray();
                    while (true) {
                        g.writeNumber(7);
                    }
                })
                .hasMessageStartingWith("[524288]: ");
        assertRefused(g -> g.writeBinary(Base64Variants.MIME, new EndlessStream(), -1))
                .hasMessageContaining("allowed");
        assertThat(generator.array().length).isLessThan(PLENTY + 1000);
    }

    private static final class EndlessStream extends java.io.InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return length;
        }
    }

    @Test
    void isUsableAgainAfterAnErrorAndAReset() throws IOException {
        assertRefused(g -> {
            g.writeStartArray();
            g.writeNumber(Double.NaN);
        });
        assertThatThrownBy(() -> generator.writeNumber(1))
                .isInstanceOf(JsonGenerationException.class)
                .hasMessageContaining("before a reset")
                .hasMessageContaining("[0]: NaN");
        assertThatThrownBy(() -> generator.writeEndArray()).isInstanceOf(JsonGenerationException.class);
        assertThatIllegalStateException().isThrownBy(generator::toByteArray).withMessageContaining("[0]: NaN");
        assertThat(written(g -> members(g, "b", "a"))).isEqualTo("{\"a\":1,\"b\":0}");
    }

    @Test
    void takesNothingMoreAfterAReaderFailedHalfWay() throws IOException {
        java.io.Reader failing = new java.io.Reader() {
            @Override
            public int read(char[] into, int offset, int length) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void close() {}
        };
        generator.writeStartArray();
        assertThatThrownBy(() -> generator.writeString(failing, -1))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThatThrownBy(() -> generator.writeString("instead"))
                .isInstanceOf(JsonGenerationException.class)
                .hasMessageContaining("[0]: its reader failed: java.io.IOException: gone");
    }

    @Test
    void writesNothingIfTheBoundsAreWrong() throws IOException {
        generator.writeStartArray();
        assertThatThrownBy(() -> generator.writeString(new char[3], 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> generator.writeBinary(new byte[3], 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        generator.writeEndArray();
        assertThat(text()).isEqualTo("[]");
    }

    @Test
    void handsOutOnlyWholeTexts() throws IOException {
        assertThatIllegalStateException().isThrownBy(generator::toByteArray);
        generator.writeStartArray();
        assertThatIllegalStateException().isThrownBy(generator::toByteArray);
        generator.writeEndArray();
        assertThat(text()).isEqualTo("[]");
        assertThat(generator.size()).isEqualTo(2);
        assertThat(new String(generator.array(), 0, generator.size(), StandardCharsets.US_ASCII))
                .isEqualTo("[]");
    }

    @Test
    void letsGoOfGiantTexts() throws IOException {
        CanonicalGenerator large = new CanonicalGenerator(8 << 20);
        large.writeStartObject();
        large.writeStringField("b", "x".repeat(5 << 20));
        large.writeNumberField("a", 1);
        large.writeEndObject();
        assertThat(large.array().length).isGreaterThan(5 << 20);
        large.reset();
        assertThat(large.array().length).isLessThan(1 << 20);
    }

    @Test
    void refusesWritesOutOfPlace() {
        assertRefused(g -> {
                    g.writeNumber(1);
                    g.writeNumber(2);
                })
                .hasMessageContaining("second value");
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeNumber(2);
                })
                .hasMessageContaining("name first");
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeFieldName("a");
                    g.writeEndObject();
                })
                .hasMessage("a: a value must follow the name");
        assertRefused(g -> {
            g.writeStartObject();
            g.writeFieldName("a");
            g.writeFieldName("b");
        });
        assertRefused(g -> {
            g.writeStartObject();
            g.writeEndArray();
        });
        assertRefused(g -> {
            g.writeStartArray();
            g.writeEndObject();
        });
        assertRefused(g -> g.writeFieldName("a"));
        assertRefused(CanonicalGenerator::writeEndArray);
        assertRefused(CanonicalGenerator::writeEndObject);
    }

    @Test
    void writesRawTextCanonically() throws IOException {
        assertThat(written(g -> {
                    g.writeStartArray();
                    g.writeRaw(' ');
                    g.writeRawValue(" {\"b\" : 1.10, \"a\" : \"\\u00FC\\/\"} ");
                    g.writeRaw("\n");
                    g.writeRaw("x[1E5]x", 1, 5);
                    g.writeRawValue("(-0)".toCharArray(), 1, 2);
                    g.writeRawValue(new SerializedString("true"));
                    g.writeRaw("[\"\ud83d\"]".toCharArray(), 0, 5);
                    g.writeEndArray();
                }))
                .isEqualTo("[{\"a\":\"\\u00fc/\",\"b\":1.1},[100000.0],0,true,[\"\\ud83d\"]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "1,2", "],[", "\"", "nope", "[1,]", "{\"a\":1}}", "\"\n\""})
    void refusesRawTextThatIsNotOneValue(String raw) {
        assertRefused(g -> {
                    g.writeStartObject();
                    g.writeFieldName("raw");
                    g.writeRawValue(raw);
                    g.writeEndObject();
                })
                .hasMessageStartingWith("raw")
                .hasMessageContaining("raw text must be one JSON value");
    }

    @Test
    void refusesInRawTextWhatItRefusesElsewhere() {
        assertRefused(g -> g.writeRawValue("{\"x\":[NaN]}")).hasMessageStartingWith("x[0]: NaN is no JSON number");
        assertRefused(g -> g.writeRawValue("1e400")).hasMessageContaining("Infinity");
        assertRefused(g -> g.writeRawValue("{\"a\":1,\"\\u0061\":2}")).hasMessageContaining("twice");
        assertRefused(g -> g.writeRawValue("[".repeat(501))).hasMessageContaining("500 levels");
        assertRefused(g -> {
            g.writeStartObject();
            g.writeRaw("\"a\":1");
        });
    }

    @Test
    void writesBinaryAsBase64() throws IOException {
        Random random = Seed.random("binary");
        for (int length = 0; length < 300; length++) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            String expected = "\"" + Base64.getEncoder().encodeToString(data) + "\"";
            assertThat(written(g -> g.writeBinary(data))).isEqualTo(expected);
            assertThat(written(g -> g.writeBinary(new ByteArrayInputStream(data), data.length)))
                    .isEqualTo(expected);
            assertThat(written(g -> g.writeBinary(new ByteArrayInputStream(data), -1)))
                    .isEqualTo(expected);
            assertThat(written(g -> g.writeBinary(Base64Variants.MIME, data, 0, data.length)))
                    .isEqualTo(Base64Variants.MIME.encode(data, true));
            assertThat(written(g -> g.writeEmbeddedObject(data))).isEqualTo(expected);
        }
        assertRefused(g -> g.writeBinary(new ByteArrayInputStream(new byte[3]), 5))
                .hasMessageContaining("2 bytes too early");
        assertRefused(g -> g.writeString(new StringReader("abc"), 5)).hasMessageContaining("2 characters too early");
    }

    @Test
    void checksItsLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CanonicalGenerator(0))
                .withMessageContaining("maxBytes is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CanonicalGenerator(1, 501))
                .withMessageContaining("maxDepth is 501");
    }
}
