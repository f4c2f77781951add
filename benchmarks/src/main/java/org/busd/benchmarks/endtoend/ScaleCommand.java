package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

    /** By which the same load differed from run to run, when it was measured in each of the sections. */
    private static final double FACTOR_OF_CHANCE = 1.7;

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
                "# Scale\n\nMade by `benchmarks/run scale`; see [performance](../performance.md) for how and where. Each row is one run"
                        + " of JVMs that have had as many messages before, or more: look at what changes by factors. Where messages"
                        + " come as fast as they can, the time on the way is that in full queues; so it is measured at a"
                        + " tenth of the rate.\n");
        for (Growth growth : only) {
            if (growth.sizes().get(0) <= upTo) {
                text.append(section(site, growth));
            }
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
                "on the way at a tenth of that rate, p50 ms",
                "p99 ms",
                "descriptors of a publisher",
                "of a subscriber",
                "MiB of heap in use of a publisher",
                "of a subscriber",
                "MiB resident of a publisher",
                "of a subscriber");
        Plot plot = new Plot("messages received a second, in all", growth.what());
        List<Measured> all = new ArrayList<>();
        for (int size : growth.sizes()) {
            if (size <= upTo) {
                Measured measured = measure(site, growth, size);
                all.add(measured);
                table.row(measured.cells());
                plot.add(size, Math.max(1, measured.full().receivedPerSecond()));
            }
        }
        String file = growth.name().toLowerCase(Locale.ROOT) + ".svg";
        Files.writeString(into.resolve(file), plot.svg());
        return "\n## " + growth.title() + "\n\n" + growth.says() + " " + shown(all) + "\n\n" + table + "\n!["
                + growth.title() + "](" + file + ")\n";
    }

    /** The table in a sentence or two. */
    private static String shown(List<Measured> all) {
        Comparator<Measured> byRate =
                Comparator.comparing(measured -> measured.full().receivedPerSecond());
        Measured most = Collections.max(all, byRate);
        Measured least = Collections.min(all, byRate);
        double lost = all.stream().mapToDouble(Measured::lost).sum();
        double factor = most.full().receivedPerSecond() / least.full().receivedPerSecond();
        return (factor < FACTOR_OF_CHANCE
                        ? "The rates differ by no more than those of one row from run to run, "
                                + format("%.1f times", factor)
                        : format("The most is %.0f a second, with ", most.full().receivedPerSecond())
                                + most.size()
                                + format("; the least %.0f, with ", least.full().receivedPerSecond())
                                + least.size())
                + (lost == 0 ? ". Nothing is lost." : format(". %.0f messages are lost.", lost));
    }

    private Measured measure(Site site, Growth growth, int size) throws Exception {
        try (Crowd crowd = growth.crowd(site, size)) {
            Crowd.Result ignored = crowd.run(scaled(growth.warmUp(size)));
            Crowd.Result full = crowd.run(scaled(growth.messages(size)));
            Crowd.Result tenth = crowd.paced(full.receivedPerSecond() / 10);
            return new Measured(size, full, tenth, crowd.publisherHeapBytes(), crowd.subscriberHeapBytes());
        } catch (IOException e) {
            throw new IOException(growth.what() + " " + size + ": " + e.getMessage(), e);
        }
    }

    private long scaled(long count) {
        return Math.max(1, (long) (scale * count));
    }

    /** What there was of one size: as fast as it goes, and at a tenth of that rate. */
    private record Measured(
            int size, Crowd.Result full, Crowd.Result tenth, long publisherHeapBytes, long subscriberHeapBytes) {

        double lost() {
            return full.lost() + tenth.lost();
        }

        String[] cells() {
            return new String[] {
                Integer.toString(size),
                format("%.0f", full.receivedPerSecond()),
                format("%.0f", lost()),
                format("%.2f", tenth.received().get("tookP50") / MILLIS),
                format("%.1f", tenth.received().get("tookP99") / MILLIS),
                format("%.0f", full.published().get("descriptors")),
                format("%.0f", full.received().get("descriptors")),
                format("%.0f", publisherHeapBytes / MEBIBYTE),
                format("%.0f", subscriberHeapBytes / MEBIBYTE),
                format("%.0f", full.published().get("residentBytes") / MEBIBYTE),
                format("%.0f", full.received().get("residentBytes") / MEBIBYTE)
            };
        }
    }

    private static String format(String format, double figure) {
        return String.format(Locale.ROOT, format, figure);
    }
}
