package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How bus.d behaves as there is more of something. */
@Command(
        name = "scale",
        description =
                "How bus.d behaves as there are more threads, processes, subscribers, endpoints, topics, and bytes:"
                        + " tables, and a plot of each.")
final class ScaleCommand implements Callable<Integer> {
    private static final double MILLIS = 1e6;
    private static final double MEBIBYTE = 1 << 20;

    @Option(
            names = "--into",
            paramLabel = "DIR",
            description = "Where to write scale.md and the plots: docs/performance.")
    private Path into = Path.of("docs", "performance");

    @Option(names = "--scale", paramLabel = "X", description = "Less than 1 for fewer messages.")
    private double scale = 1;

    @Option(names = "--only", paramLabel = "WHAT", split = ",", description = "${COMPLETION-CANDIDATES}: all.")
    private List<Growth> only = List.of(Growth.values());

    @Option(names = "--upto", paramLabel = "N", description = "No more of it than that.")
    private int upTo = Integer.MAX_VALUE;

    @Override
    public Integer call() throws Exception {
        Site site = Site.open();
        Files.createDirectories(into);
        StringBuilder text = new StringBuilder(
                "# Scale\n\nMade by `benchmarks/run scale`; see [performance](../performance.md) for how and where.\n");
        for (Growth growth : only) {
            text.append(section(site, growth));
            // As far as it has come, for it takes some minutes.
            Files.writeString(into.resolve("scale.md"), text.toString());
        }
        site.print(text.toString());
        return 0;
    }

    private String section(Site site, Growth growth) throws Exception {
        Table table = new Table(
                growth.what(),
                "received/s in all",
                "lost",
                "on the way p50 ms",
                "p99 ms",
                "descriptors of a publisher",
                "of a subscriber",
                "MiB resident of a publisher",
                "of a subscriber");
        Plot plot = new Plot("messages received a second, in all", growth.what());
        for (int size : growth.sizes()) {
            if (size <= upTo) {
                Crowd.Result result = measure(site, growth, size);
                table.row(
                        Integer.toString(size),
                        format("%.0f", result.receivedPerSecond()),
                        format("%.0f", result.lost()),
                        format("%.1f", result.received().get("tookP50") / MILLIS),
                        format("%.1f", result.received().get("tookP99") / MILLIS),
                        format("%.0f", result.published().get("descriptors")),
                        format("%.0f", result.received().get("descriptors")),
                        format("%.0f", result.published().get("residentBytes") / MEBIBYTE),
                        format("%.0f", result.received().get("residentBytes") / MEBIBYTE));
                plot.add(size, Math.max(1, result.receivedPerSecond()));
            }
        }
        String file = growth.name().toLowerCase(Locale.ROOT) + ".svg";
        Files.writeString(into.resolve(file), plot.svg());
        return "\n## " + growth.title() + "\n\n" + growth.says() + "\n\n" + table + "\n![" + growth.title() + "]("
                + file + ")\n";
    }

    private Crowd.Result measure(Site site, Growth growth, int size) throws Exception {
        try (Crowd crowd = growth.crowd(site, size)) {
            Crowd.Result ignored = crowd.run(Math.max(1, (long) (scale * growth.messages(size) / 4)));
            return crowd.run(Math.max(1, (long) (scale * growth.messages(size))));
        } catch (IOException e) {
            throw new IOException(growth.what() + " " + size + ": " + e.getMessage(), e);
        }
    }

    private static String format(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
