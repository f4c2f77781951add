package org.busd.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, its columns as wide as what is in them. Not thread-safe. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... columns) {
        rows.add(List.of(columns));
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            line(out, rows.get(row));
            if (row == 0) {
                line(out, rows.get(0).stream().map(cell -> "---").toList());
            }
        }
        return out.toString();
    }

    private void line(StringBuilder out, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            String cell = cells.get(column);
            String fill = cell.equals("---") ? "-" : " ";
            out.append("| ")
                    .append(cell)
                    .append(fill.repeat(width - cell.length()))
                    .append(' ');
        }
        out.append("|\n");
    }
}
