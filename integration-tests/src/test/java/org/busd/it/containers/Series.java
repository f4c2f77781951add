package org.busd.it.containers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Something measured again and again at equal intervals. */
final class Series {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /**
     * By how much it has grown from the first to the last value, by the straight line that fits best: what goes up and down
     * again is no growth.
     */
    double growth() {
        int count = values.size();
        double meanIndex = (count - 1) / 2.0;
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int n = 0; n < count; n++) {
            above += (n - meanIndex) * (values.get(n) - mean);
            below += (n - meanIndex) * (n - meanIndex);
        }
        return below == 0 ? 0 : above / below * (count - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f to %.0f, growth %.1f",
                values.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                values.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                growth());
    }
}
