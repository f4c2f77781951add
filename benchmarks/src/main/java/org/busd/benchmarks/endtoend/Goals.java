package org.busd.benchmarks.endtoend;

/** Collects what was wanted and what was measured, for a table. Not thread-safe. */
final class Goals {
    private final Table table = new Table("goal", "measured", "");

    /**
     * A figure that is to be at the least, or at the most, so much; its median counts.
     *
     * @param format of the figure, with its unit
     */
    void add(String goal, Spread measured, String format, boolean atLeast, double wanted) {
        boolean reached = atLeast ? measured.median() >= wanted : measured.median() <= wanted;
        double part = atLeast ? measured.median() / wanted : wanted / measured.median();
        table.row(
                goal,
                measured.text(format),
                reached ? "reached" : String.format(java.util.Locale.ROOT, "%.2f of it", part));
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
