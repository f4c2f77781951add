package org.busd.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes JSON text as nobody would write it, and text that is nearly JSON. */
final class RandomTexts {
    private static final String[] NUMBERS = {
        "-0",
        "0",
        "1.10",
        "1E5",
        "1e400",
        "-1e400",
        "1e-400",
        "-1e-400",
        "-0.0",
        "0e5",
        "-0E-0",
        "1E+2",
        "12345678901234567890",
        "NaN",
        "Infinity",
        "-Infinity",
        "9007199254740993.0",
        "0.1000000000000000055511151231257827",
        "1e16",
        "123e-7",
        "100000000000000000000.0",
        "0.00001",
        "0.0001",
        "4.9E-324",
        "2.4703282292062327e-324",
        "1.7976931348623159e308"
    };
    private static final String[] NEARLY = {
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "nan",
        "INF",
        "+Infinity",
        "-NaN",
        "-Inf",
        "Nan",
        "tru",
        "nulll",
        "'a'",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u 123\"",
        "\"\\ud83d\\u\"",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\"}",
        "{1:2}",
        "[,1]",
        "{\"a\":1 \"b\":2}",
        "//x\n1",
        "\"\t\"",
        "\"\u0000\"",
        "1 2",
        "[1}",
        "{\"a\":1]",
        "\u00a01",
        "\ufeff1",
        "\f1",
        "{\"a\":1,\"\\u0061\":2}",
        "[[{\"\\ud83d\\ude00\":1,\"😀\":2}]]",
        "\"\uff10\"",
        "\uff11",
        "\"\\u\uff11234\"",
        ""
    };
    private static final byte[] BYTES =
            "{}[]\",:\\u0123456789abcdefABCDEF.eE+-tnN Iy\n\t\r /bDd8\0".getBytes(StandardCharsets.US_ASCII);
    private static final List<byte[]> ILL_FORMED = List.of(
            HexFormat.of().parseHex("c080"),
            HexFormat.of().parseHex("c1bf"),
            HexFormat.of().parseHex("e09fbf"),
            HexFormat.of().parseHex("eda080"),
            HexFormat.of().parseHex("edbfbf"),
            HexFormat.of().parseHex("f08fbfbf"),
            HexFormat.of().parseHex("f4908080"),
            HexFormat.of().parseHex("f5808080"),
            HexFormat.of().parseHex("80"),
            HexFormat.of().parseHex("e282"),
            HexFormat.of().parseHex("f09f98"),
            HexFormat.of().parseHex("ff"),
            HexFormat.of().parseHex("fefe"),
            HexFormat.of().parseHex("efbbbf"),
            HexFormat.of().parseHex("f48fbfbf"),
            HexFormat.of().parseHex("ee8080"),
            HexFormat.of().parseHex("ed9fbf"));

    private final Random random;
    private final RandomTrees trees;

    RandomTexts(Random random) {
        this.random = random;
        this.trees = new RandomTrees(random);
    }

    byte[] text() {
        if (random.nextInt(200) == 0) {
            return odd();
        }
        StringBuilder out = new StringBuilder();
        space(out);
        write(out, trees.tree());
        space(out);
        byte[] text = out.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
            text = mutate(text);
        }
        return text;
    }

    /** What a tree would not bring about: great depth, long numbers. */
    private byte[] odd() {
        int depth = 490 + random.nextInt(20);
        String digits = "7".repeat(4290 + random.nextInt(20));
        String odd = switch (random.nextInt(7)) {
            case 0 -> "[".repeat(depth) + "]".repeat(depth);
            case 1 -> "{\"b\":".repeat(depth) + "1" + ",\"a\":2}".repeat(depth);
            case 2 -> "[".repeat(depth);
            case 3 -> (random.nextBoolean() ? "-" : "") + digits;
            case 4 -> "0." + digits;
            case 5 -> "[1e" + "0".repeat(random.nextInt(20)) + random.nextInt(5000) + "]";
            default -> "0." + "0".repeat(random.nextInt(4000)) + "1e" + random.nextInt(4400);
        };
        return odd.getBytes(StandardCharsets.US_ASCII);
    }

    private void write(StringBuilder out, Object tree) {
        if (random.nextInt(150) == 0) {
            out.append(NEARLY[random.nextInt(NEARLY.length)]);
        } else if (tree instanceof Double d) {
            out.append(number(d));
        } else if (tree instanceof String s) {
            string(out, s);
        } else if (tree instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                out.append(i > 0 ? "," : "");
                space(out);
                write(out, list.get(i));
                space(out);
            }
            out.append(']');
        } else if (tree instanceof Map<?, ?> map) {
            object(out, map);
        } else {
            out.append(tree);
        }
    }

    private void object(StringBuilder out, Map<?, ?> map) {
        out.append('{');
        String separator = "";
        Object earlier = null;
        for (Map.Entry<?, ?> member : map.entrySet()) {
            out.append(separator);
            separator = ",";
            space(out);
            boolean repeat = earlier != null && random.nextInt(100) == 0;
            string(out, (String) (repeat ? earlier : member.getKey()));
            earlier = member.getKey();
            space(out);
            out.append(':');
            space(out);
            write(out, member.getValue());
            space(out);
        }
        out.append('}');
    }

    private String number(double value) {
        return switch (random.nextInt(6)) {
            case 0 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 1 -> String.format("%.3e", value);
            case 2 -> String.format("%.20E", value);
            case 3 -> new java.math.BigDecimal(value).toString();
            case 4 -> PythonDouble.toString(value);
            default -> Double.toString(value);
        };
    }

    private void string(StringBuilder out, String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1));
            boolean must = c < ' ' || c == '"' || c == '\\' || (Character.isSurrogate(c) && !pair);
            if (must || random.nextInt(6) == 0) {
                out.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) c));
            } else if (pair) {
                out.append(c).append(s.charAt(++i));
            } else if (c == '/' && random.nextBoolean()) {
                out.append("\\/");
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void space(StringBuilder out) {
        while (random.nextInt(5) == 0) {
            out.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }

    /** One byte or two changed, added or lost. */
    byte[] mutate(byte[] text) {
        int at = random.nextInt(text.length + 1);
        int gone = Math.min(text.length - at, random.nextInt(3));
        byte[] put = new byte[random.nextInt(3)];
        for (int i = 0; i < put.length; i++) {
            put[i] = random.nextInt(20) == 0 ? (byte) random.nextInt(256) : BYTES[random.nextInt(BYTES.length)];
        }
        if (random.nextInt(15) == 0) {
            put = ILL_FORMED.get(random.nextInt(ILL_FORMED.size()));
        } else if (random.nextInt(15) == 0 && text.length > 0) {
            int from = random.nextInt(text.length);
            put = Arrays.copyOfRange(text, from, Math.min(text.length, from + random.nextInt(12)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(text, 0, at);
        out.writeBytes(put);
        out.write(text, at + gone, text.length - at - gone);
        return out.toByteArray();
    }
}
