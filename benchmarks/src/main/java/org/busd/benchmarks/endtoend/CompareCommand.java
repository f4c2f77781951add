package org.busd.benchmarks.endtoend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.busd.benchmarks.endtoend.Rounds.Load;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** bus.d beside its peers, as fast as they can and at a given rate. */
@Command(
        name = "compare",
        description =
                "bus.d beside its peers: as fast as each can, and at a rate that all can keep. What this host lacks is"
                        + " left out.")
final class CompareCommand implements Callable<Integer> {
    private static final double MICROS = 1e3;
    private static final double MILLIS = 1e6;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each has its turn: 5 unless given.")
    private int rounds = 5;

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "By how many threads: 1,4 unless given.")
    private List<Integer> threads = List.of(1, 4);

    @Option(names = "--bytes", paramLabel = "N", description = "How many bytes a body has: 200 unless given.")
    private int bytes = 200;

    @Option(names = "--rate", paramLabel = "N", description = "The messages a second that all can keep: 10000.")
    private int rate = 10_000;

    @Option(names = "--kinds", paramLabel = "KIND", split = ",", description = "${COMPLETION-CANDIDATES}: all.")
    private List<Kind> kinds = List.of(Kind.values());

    @Option(names = "--scale", paramLabel = "X", description = "Less than 1 for shorter runs than 2 s each.")
    private double scale = 1;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of bus.d, without the leading bus.")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws Exception {
        Site site = Site.open();
        boolean good = true;
        for (int count : threads) {
            good &= fast(site, count);
        }
        good &= paced(site);
        return good ? 0 : 1;
    }

    private boolean fast(Site site, int count) throws Exception {
        site.print("### As fast as each can: %d thread%s, bodies of %d bytes%n", count, count == 1 ? "" : "s", bytes);
        try (Rounds turns = site.rounds(kinds, new Load(count, bytes, 0), scale, settings)) {
            Map<Kind, List<Run>> runs = turns.run(rounds);
            Table table = new Table(
                    "",
                    "received/s",
                    "bus.d is",
                    "published/s",
                    "lost",
                    "publish p50, p99, p99.9 µs",
                    "CPU s a million",
                    "bytes allocated",
                    "MiB resident");
            runs.forEach((kind, all) -> table.row(
                    kind.title(),
                    Spread.of(all, Run::receivedPerSecond).text("%.0f"),
                    ratio(runs, all, Run::receivedPerSecond),
                    median(all, Run::publishedPerSecond, "%.0f"),
                    median(all, Run::lost, "%.0f"),
                    calls(all),
                    Spread.of(all, Run::cpuSecondsPerMillion).text("%.2f"),
                    median(all, Run::allocatedBytes, "%.0f"),
                    median(all, Run::residentMebibytes, "%.0f")));
            site.print(table.toString());
            return isGood(runs);
        }
    }

    private boolean paced(Site site) throws Exception {
        site.print("### At %d messages a second: 1 thread, bodies of %d bytes%n", rate, bytes);
        try (Rounds turns = site.rounds(kinds, new Load(1, bytes, rate), scale, settings)) {
            Map<Kind, List<Run>> runs = turns.run(rounds);
            Table table = new Table(
                    "",
                    "on the way p50 µs",
                    "bus.d is",
                    "p99 ms",
                    "lost",
                    "publish p50, p99, p99.9 µs",
                    "CPU s a million");
            runs.forEach((kind, all) -> table.row(
                    kind.title(),
                    Spread.of(all, run -> run.received().get("tookP50") / MICROS)
                            .text("%.0f"),
                    ratio(runs, all, run -> run.received().get("tookP50")),
                    Spread.of(all, run -> run.received().get("tookP99") / MILLIS)
                            .text("%.1f"),
                    median(all, Run::lost, "%.0f"),
                    calls(all),
                    Spread.of(all, Run::cpuSecondsPerMillion).text("%.1f")));
            site.print(table.toString());
            return isGood(runs);
        }
    }

    private static String ratio(Map<Kind, List<Run>> runs, List<Run> others, ToDoubleFunction<Run> figure) {
        List<Run> ours = runs.getOrDefault(Kind.BUSD, List.of());
        return ours.isEmpty() || ours.equals(others)
                ? ""
                : Spread.ofRatios(ours, others, figure).text("%.2f") + " times that";
    }

    private static String median(List<Run> runs, ToDoubleFunction<Run> figure, String format) {
        return String.format(
                java.util.Locale.ROOT, format, Spread.of(runs, figure).median());
    }

    private static String calls(List<Run> runs) {
        return median(runs, run -> run.published().get("callP50") / MICROS, "%.1f") + ", "
                + median(runs, run -> run.published().get("callP99") / MICROS, "%.1f") + ", "
                + median(runs, run -> run.published().get("callP999") / MICROS, "%.1f");
    }

    /** bus.d loses nothing here, nor does anything come twice or broken. */
    private static boolean isGood(Map<Kind, List<Run>> runs) {
        return runs.getOrDefault(Kind.BUSD, List.of()).stream().allMatch(run -> run.lost() == 0 && run.wrong() == 0);
    }
}
