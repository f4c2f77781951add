package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static String canonical(String text) throws MalformedJsonException {
        return new String(CanonicalJson.canonicalize(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII);
    }

    private static boolean isCanonical(String text) {
        byte[] bytes = ("{" + text + "}").getBytes(StandardCharsets.UTF_8);
        return CanonicalJson.isCanonical(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "1.10 | 1.1",
                "1E5 | 100000.0",
                "-0 | 0",
                "-0.0 | -0.0",
                "1e400 | Infinity",
                "-1e400 | -Infinity",
                "1e-400 | 0.0",
                "NaN | NaN",
                "[Infinity,-Infinity] | [Infinity,-Infinity]",
                "123456789012345678901234567890 | 123456789012345678901234567890",
                "\"\\/\\u0041\\u00FC\" | \"/A\\u00fc\"",
                "\"\\uD83D\\uDE8C\" | \"\\ud83d\\ude8c\"",
                "\"\\ud83d\" | \"\\ud83d\"",
                "\"\\ude8c\\ud83d\" | \"\\ude8c\\ud83d\"",
                "{\"b\":{},\"a\":[]} | {\"a\":[],\"b\":{}}",
                "{\"\\ud83d\\ude8c\":1,\"\\uffff\":2} | {\"\\uffff\":2,\"\\ud83d\\ude8c\":1}",
                "{\"\\ue000\":1,\"\\udfff\":2} | {\"\\udfff\":2,\"\\ue000\":1}",
            })
    void readsAsPythonReads(String text, String expected) throws MalformedJsonException {
        assertThat(canonical(text)).isEqualTo(expected);
        assertThat(canonical("\t\r\n " + text + " \n")).isEqualTo(expected);
    }

    @Test
    void escapesDelThoughJsonWouldNot() throws MalformedJsonException {
        assertThat(canonical("\"\u007f\"")).isEqualTo("\"\\u007f\"");
        assertThat(isCanonical("\"\u007f\"")).isFalse();
        assertThat(isCanonical("{\"\u007f\":1}")).isFalse();
        assertThat(isCanonical("\"\\u007f\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 2",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{1:2}",
                "[1}",
                "{\"a\":1]",
                "]",
                "}",
                ",",
                ":",
                "nan",
                "INF",
                "+Infinity",
                "-NaN",
                "-Inf",
                "Infinit",
                "tru",
                "True",
                "nul",
                "01",
                "-01",
                "00",
                "-",
                "--1",
                "+1",
                ".5",
                "1.",
                "1.e5",
                "1e",
                "1e+",
                "0x10",
                "1_000",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\n\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "'a'",
                "/**/1",
                "1//",
                "\ufeff1",
                "\u00a01",
                "\f1",
                "1\u0000",
                "\"\\u\uff11234\"",
                "\uff11",
                "[1]\u2028"
            })
    void refusesWhatPythonRefuses(String text) {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() -> canonical(text))
                .withMessageStartingWith("byte ");
        assertThat(isCanonical(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":1} | a",
                "{\"a\":1,\"\\u0061\":1} | a",
                "{\"x\":[{\"b\":0,\"a\":1,\"b\":1}]} | x[0].b",
                "{\"\\ud83d\\ude8c\":1,\"🚌\":2} | [\"\\ud83d\\ude8c\"]",
            })
    void refusesANameTwice(String text, String path) {
        assertThatThrownBy(() -> canonical(text))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageEndingWith(": " + path + ": the name occurs twice in its object");
    }

    @Test
    void saysInBytesWhereTheFaultIs() {
        assertThatThrownBy(() -> canonical("[\"\u00fc\ud83d\ude8c\u20ac\", x]"))
                .hasMessage("byte 14: expected a value, found 'x'")
                .extracting(e -> ((MalformedJsonException) e).offset())
                .isEqualTo(14);
        assertThatThrownBy(() -> canonical("[1 2]")).hasMessage("byte 3: expected ',' or ']', found '2'");
        assertThatThrownBy(() -> canonical("{\"a\" 1}")).hasMessage("byte 5: expected ':', found '1'");
        assertThatThrownBy(() -> canonical("\"\u0001\""))
                .hasMessage("byte 1: expected control characters in strings to be escaped, found U+0001");
        assertThatThrownBy(() -> canonical("01"))
                .hasMessage("byte 1: expected no digit after a leading zero, found '1'");
    }

    @Test
    void takes500LevelsAndNoMore() throws MalformedJsonException {
        String lists = "[".repeat(500) + "]".repeat(500);
        assertThat(canonical(lists)).isEqualTo(lists);
        String objects = "{\"a\":".repeat(499) + "{}" + "}".repeat(499);
        assertThat(canonical(objects)).isEqualTo(objects);
        assertThatThrownBy(() -> canonical("[" + lists + "]")).hasMessageContaining("500 levels");
        assertThatThrownBy(() -> canonical("{\"a\":" + objects + "}")).hasMessageContaining("500 levels");
        assertThatThrownBy(() -> canonical("[".repeat(1_000_000))).isInstanceOf(MalformedJsonException.class);
        assertThat(isCanonical("[".repeat(1_000_000))).isFalse();
    }

    @Test
    void takesNumbersOf4300DigitsAndNoMore() throws MalformedJsonException {
        String most = "7".repeat(4300);
        assertThat(canonical(most)).isEqualTo(most);
        assertThat(canonical("-" + most)).isEqualTo("-" + most);
        assertThat(canonical("0." + "3".repeat(4299))).isEqualTo("0.3333333333333333");
        assertThatThrownBy(() -> canonical("[7" + most + "]")).hasMessage("byte 1: a number of more than 4300 digits");
        assertThatThrownBy(() -> canonical("0." + most)).hasMessageContaining("4300 digits");
        assertThat(isCanonical(most)).isTrue();
        assertThat(isCanonical("7" + most)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "80",
                "bf",
                "c3",
                "e282",
                "f09f9a",
                "ff",
                "fe",
                "c328",
                "e28228"
            })
    void refusesIllFormedUtf8(String hex) {
        byte[] text = HexFormat.of().parseHex("22" + hex + "22");
        assertThatThrownBy(() -> CanonicalJson.canonicalize(text))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageMatching("byte 1: 0x[0-9a-f]{2} is no UTF-8 here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void refusesOtherEncodings(String encoding) {
        byte[] text = "{\"a\":1}".getBytes(Charset.forName(encoding));
        assertThatThrownBy(() -> CanonicalJson.canonicalize(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void leavesWhatItIsGivenAlone() throws MalformedJsonException {
        byte[] text = "{\"b\":\"\\u0041\",\"a\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] copy = text.clone();
        CanonicalJson.canonicalize(text);
        assertThat(text).isEqualTo(copy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "true",
                "false",
                "null",
                "0",
                "-1",
                "12",
                "1.5",
                "-0.0",
                "0.0",
                "100.0",
                "0.0001",
                "1e-05",
                "1e+16",
                "0.30000000000000004",
                "1.2345678901234568e+17",
                "5e-324",
                "\"\\n\\u001f\\u00fc\\ud83d\"",
                "{\"a\":1,\"b\":{\"a\":[]}}",
                "{\"\":1,\"a\":1,\"a!\":2,\"aa\":3}",
                "[1,\"x\",null,[{}]]",
                "{\"a\":1,\"a \":2}"
            })
    void knowsCanonicalTextAtOnce(String text) throws MalformedJsonException {
        assertThat(isCanonical(text)).isTrue();
        assertThat(canonical(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {}",
                "{} ",
                "{ }",
                "[1, 2]",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"aa\":1,\"a\":2}",
                "\"\u00fc\"",
                "\"\\u00FC\"",
                "\"\\u0041\"",
                "\"\\/\"",
                "\"\\u000a\"",
                "\"\\u0022\"",
                "-0",
                "1.0e5",
                "1E5",
                "1.10",
                "0.00001",
                "10000000000000000.0",
                "1e16",
                "1e+5",
                "1e-5",
                "0.1000000000000000055511151231257827",
                "1e400",
                "4.9e-324",
                "1.0e+16"
            })
    void doesNotTakeOtherTextForCanonical(String text) {
        assertThat(isCanonical(text)).isFalse();
    }

    @Test
    void looksOnlyBetweenItsBounds() {
        byte[] text = "x[1]x".getBytes(StandardCharsets.UTF_8);
        assertThat(CanonicalJson.isCanonical(text, 1, 4)).isTrue();
        assertThat(CanonicalJson.isCanonical(text, 1, 3)).isFalse();
        assertThat(CanonicalJson.isCanonical(text, 1, 5)).isFalse();
        assertThat(CanonicalJson.isCanonical(text, 2, 2)).isFalse();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> CanonicalJson.isCanonical(text, 1, 6));
    }
}
