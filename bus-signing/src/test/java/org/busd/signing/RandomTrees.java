package org.busd.signing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes trees of what JSON can hold, with a liking for what is hard about it. */
final class RandomTrees {
    private static final String AWKWARD =
            "\"\\/\b\f\n\r\t\u0000\u0001\u001f \u007f\u0080\u00ff\u2028\ud7ff\ue000\uffff!~aA0";
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.0,
        0.1,
        1e16,
        1e15,
        9999999999999998.0,
        1e-4,
        1e-5,
        9.999e-5,
        0.3,
        Double.MIN_VALUE,
        1e22,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
        9007199254740992.0,
        1.5,
        100.0,
        123456789.125,
        0.001,
        1e-300
    };

    private final Random random;

    RandomTrees(Random random) {
        this.random = random;
    }

    Object tree() {
        return tree(random.nextInt(7));
    }

    private Object tree(int depth) {
        int kind = random.nextInt(depth > 0 ? 16 : 10);
        return switch (kind) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(1000) - 500;
            case 3 -> random.nextLong() >> random.nextInt(64);
            case 4 ->
                new BigInteger(random.nextInt(300), random).subtract(BigInteger.ONE.shiftLeft(random.nextInt(200)));
            case 5, 6 -> number();
            case 7, 8, 9 -> string();
            case 10, 11, 12 -> list(depth);
            default -> map(depth);
        };
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            list.add(tree(depth - 1));
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        int size = random.nextInt(20) == 0 ? random.nextInt(80) : random.nextInt(8);
        String stem = random.nextInt(3) == 0 ? string() : "";
        for (int i = 0; i < size; i++) {
            map.put(random.nextBoolean() ? stem + string() : word(), tree(size > 10 ? 0 : depth - 1));
        }
        return map;
    }

    double number() {
        return switch (random.nextInt(4)) {
            case 0 -> DOUBLES[random.nextInt(DOUBLES.length)] * (random.nextBoolean() ? 1 : -1);
            case 1 -> (random.nextInt(2_000_000) - 1_000_000) / Math.pow(10, random.nextInt(8));
            case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : 1.25;
            }
        };
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            word.append((char) ('a' + random.nextInt(4)));
        }
        return word.toString();
    }

    String string() {
        StringBuilder string = new StringBuilder();
        boolean plain = random.nextBoolean();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 60 : 8); i > 0; i--) {
            character(string, plain ? random.nextInt(2) : random.nextInt(8));
        }
        return string.toString();
    }

    private void character(StringBuilder out, int kind) {
        switch (kind) {
            case 0, 1 -> out.append((char) (' ' + random.nextInt(95)));
            case 2 -> out.append(AWKWARD.charAt(random.nextInt(AWKWARD.length())));
            case 3 -> out.append((char) random.nextInt(0x800));
            case 4 -> out.append((char) (0xe000 + random.nextInt(0x2000)));
            case 5 -> out.appendCodePoint(0x10000 + random.nextInt(0x100000));
            case 6 -> out.append((char) (0xd800 + random.nextInt(0x800)));
            default -> out.append((char) random.nextInt(0x10000));
        }
    }

    /** The exact form in which a tree is told to Python. */
    static String tell(Object tree) {
        StringBuilder out = new StringBuilder("tree");
        tell(out, tree);
        return out.toString();
    }

    private static void tell(StringBuilder out, Object tree) {
        out.append(' ');
        if (tree == null) {
            out.append('n');
        } else if (tree instanceof Boolean b) {
            out.append(b ? "b1" : "b0");
        } else if (tree instanceof Double d) {
            out.append('d').append(bits(d));
        } else if (tree instanceof Number n) {
            out.append('i').append(n);
        } else if (tree instanceof String s) {
            tellString(out, s);
        } else if (tree instanceof List<?> list) {
            out.append('l').append(list.size());
            list.forEach(item -> tell(out, item));
        } else if (tree instanceof Map<?, ?> map) {
            out.append('m').append(map.size());
            map.forEach((name, value) -> {
                out.append(' ');
                tellString(out, (String) name);
                tell(out, value);
            });
        } else {
            throw new IllegalArgumentException(tree.getClass().getName());
        }
    }

    private static void tellString(StringBuilder out, String s) {
        out.append('s');
        for (int i = 0; i < s.length(); i++) {
            out.append(String.format("%04x", (int) s.charAt(i)));
        }
    }

    static String bits(double value) {
        return String.format("%016x", Double.doubleToRawLongBits(value));
    }
}
