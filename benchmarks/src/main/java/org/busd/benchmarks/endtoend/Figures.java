package org.busd.benchmarks.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Figures by name, and the line of words like {@code received=1000} by which a process tells them. Not thread-safe. */
final class Figures {
    private final Map<String, Double> figures = new LinkedHashMap<>();

    Figures with(String name, double figure) {
        figures.put(name, figure);
        return this;
    }

    Figures with(String name, long figure) {
        return with(name, (double) figure);
    }

    /** Reads what {@link #toString} has written, words without a figure passed over. */
    static Figures parse(String line) {
        Figures read = new Figures();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                read.with(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
            }
        }
        return read;
    }

    boolean has(String name) {
        return figures.containsKey(name);
    }

    /** A figure that is there. */
    double get(String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("no figure " + name + " in " + this);
        }
        return figure;
    }

    @Override
    public String toString() {
        StringJoiner line = new StringJoiner(" ");
        figures.forEach((name, figure) -> line.add(name + "=" + text(figure)));
        return line.toString();
    }

    private static String text(double figure) {
        return figure == Math.rint(figure) ? Long.toString((long) figure) : Double.toString(figure);
    }
}
