package org.busd.benchmarks.endtoend;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** One figure over several rounds: its median, and the least and the most it was. */
record Spread(double least, double median, double most) {
    static Spread of(List<Run> runs, ToDoubleFunction<Run> figure) {
        return of(runs.stream().mapToDouble(figure).toArray());
    }

    /** Of one or more figures. */
    static Spread of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** One round's figure over the same round's of another, over all rounds. */
    static Spread ofRatios(List<Run> runs, List<Run> others, ToDoubleFunction<Run> figure) {
        double[] ratios = new double[runs.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = figure.applyAsDouble(runs.get(round)) / figure.applyAsDouble(others.get(round));
        }
        return of(ratios);
    }

    /** Median, and in brackets least and most. */
    String text(String format) {
        return String.format(Locale.ROOT, format + " (" + format + "–" + format + ")", median, least, most);
    }
}
