package org.busd.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line over logarithmic axes, as SVG. Not thread-safe. */
final class Plot {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 34;
    private static final int BOTTOM = 46;

    private final String title;
    private final String across;
    private final List<Point> points = new ArrayList<>();

    /** Two figures, both more than zero. */
    private record Point(double x, double y) {}

    /**
     * A plot without a point.
     *
     * @param across what its horizontal axis is; the title says what the vertical one is
     */
    Plot(String title, String across) {
        this.title = title;
        this.across = across;
    }

    void add(double x, double y) {
        points.add(new Point(x, y));
    }

    /** The text of an SVG file. */
    String svg() {
        Axis horizontal = Axis.of(points.stream().mapToDouble(Point::x).toArray(), LEFT, WIDTH - RIGHT);
        Axis vertical = Axis.of(points.stream().mapToDouble(Point::y).toArray(), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                        + "font-family=\"sans-serif\" font-size=\"11\">",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT);
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        text(svg, WIDTH / 2.0, 18, "middle", title);
        text(svg, WIDTH / 2.0, HEIGHT - 8, "middle", across);
        for (double tick : horizontal.ticks()) {
            double x = horizontal.at(tick);
            grid(svg, x, TOP, x, HEIGHT - BOTTOM);
            text(svg, x, HEIGHT - BOTTOM + 15, "middle", Axis.label(tick));
        }
        for (double tick : vertical.ticks()) {
            double y = vertical.at(tick);
            grid(svg, LEFT, y, WIDTH - RIGHT, y);
            text(svg, LEFT - 6, y + 4, "end", Axis.label(tick));
        }
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            double x = horizontal.at(point.x());
            double y = vertical.at(point.y());
            path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.length() == 0 ? "" : " ", x, y));
            line(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1f5fa8\"/>", x, y);
        }
        line(svg, "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"1.5\"/>", path);
        return svg.append("</svg>\n").toString();
    }

    private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
        line(svg, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", x1, y1, x2, y2);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        line(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private static void line(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /** A logarithmic axis whose ends are powers of ten. */
    private record Axis(int lowest, int highest, double from, double to) {
        static Axis of(double[] values, double from, double to) {
            double least = Double.MAX_VALUE;
            double most = Double.MIN_VALUE;
            for (double value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            int lowest = (int) Math.floor(Math.log10(least));
            return new Axis(lowest, Math.max(lowest + 1, (int) Math.ceil(Math.log10(most))), from, to);
        }

        double at(double value) {
            return from + (to - from) * (Math.log10(value) - lowest) / (highest - lowest);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int power = lowest; power <= highest; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }

        static String label(double tick) {
            if (tick >= 1e6) {
                return String.format(Locale.ROOT, "%.0f M", tick / 1e6);
            }
            return tick >= 1e3
                    ? String.format(Locale.ROOT, "%.0f k", tick / 1e3)
                    : String.format(Locale.ROOT, tick < 1 ? "%.2f" : "%.0f", tick);
        }
    }
}
