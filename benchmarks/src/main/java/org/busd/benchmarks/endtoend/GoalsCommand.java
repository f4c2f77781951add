package org.busd.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.busd.benchmarks.endtoend.Rounds.Load;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How far bus.d is from its goals. */
@Command(name = "goals", description = "How far bus.d is from its goals; some minutes.")
final class GoalsCommand implements Callable<Integer> {
    private static final int BYTES = 200;
    private static final double MICROS = 1e3;
    /** Fewer than any queue on the way holds, so that nobody waits. */
    private static final long BURST = 5_000;

    private static final int BURSTS = 60;
    private static final int WARM_UP_BURSTS = 100;
    private static final int PACE = 10_000;
    private static final int FEW = 8;
    private static final int MANY = 1_000;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each has its turn: 5 unless given.")
    private int rounds = 5;

    @Option(names = "--scale", paramLabel = "X", description = "Less than 1 for shorter runs than 2 s each.")
    private double scale = 1;

    @Option(names = "--only", paramLabel = "GOAL", split = ",", description = "${COMPLETION-CANDIDATES}: all.")
    private List<Part> only = List.of(Part.values());

    /** What is measured together. */
    enum Part {
        PEERS,
        CALLS,
        THREADS,
        LATENCY,
        SIGNED,
        STARTS
    }

    @Override
    public Integer call() throws Exception {
        Site site = Site.open();
        Goals goals = new Goals();
        for (Part part : only) {
            switch (part) {
                case PEERS -> peers(site, goals);
                case CALLS -> calls(site, goals);
                case THREADS -> threads(site, goals);
                case LATENCY -> latency(site, goals);
                case SIGNED -> new SignedGoal(site, rounds).measure(goals);
                case STARTS -> new StartGoals(site, rounds).measure(goals);
            }
        }
        site.print(goals.toString());
        return 0;
    }

    private void peers(Site site, Goals goals) throws Exception {
        for (int threads : List.of(1, 4)) {
            try (Rounds turns = site.rounds(
                    List.of(Kind.BUSD, Kind.JEROMQ, Kind.NATS), new Load(threads, BYTES, 0), scale, List.of())) {
                Map<Kind, List<Run>> runs = turns.run(rounds);
                against(goals, runs, Kind.JEROMQ, threads, 0.9);
                against(goals, runs, Kind.NATS, threads, 1.0);
            }
        }
    }

    private static void against(Goals goals, Map<Kind, List<Run>> runs, Kind other, int threads, double wanted) {
        List<Run> others = runs.getOrDefault(other, List.of());
        if (!others.isEmpty()) {
            goals.add(
                    "received/s, " + threads + (threads == 1 ? " thread" : " threads") + ": " + wanted + " of "
                            + other.title(),
                    Spread.ofRatios(runs.getOrDefault(Kind.BUSD, List.of()), others, Run::receivedPerSecond),
                    "%.2f",
                    true,
                    wanted);
        }
    }

    /** In bursts, after each of which the subscriber has all. */
    private void calls(Site site, Goals goals) throws Exception {
        try (Pair pair = site.pair(Kind.BUSD, new Load(1, BYTES, 0), List.of())) {
            for (int burst = 0; burst < WARM_UP_BURSTS; burst++) {
                Run ignored = pair.run(BURST, 0);
            }
            List<Run> runs = new ArrayList<>();
            for (int burst = 0; burst < BURSTS; burst++) {
                runs.add(pair.run(BURST, 0));
            }
            goals.add(
                    "publish, mean, in bursts of " + BURST + ": at most 1.5 µs",
                    Spread.of(runs, run -> run.published().get("callMean") / MICROS),
                    "%.2f µs",
                    false,
                    1.5);
            goals.add(
                    "publish, p99, likewise: at most 20 µs",
                    Spread.of(runs, run -> run.published().get("callP99") / MICROS),
                    "%.1f µs",
                    false,
                    20);
            goals.add(
                    "allocated by the call to publish: at most 600 bytes",
                    Spread.of(runs, run -> run.allocatedBytes() - Bodies.allocatedBytes()),
                    "%.0f bytes",
                    false,
                    600);
        }
    }

    private void threads(Site site, Goals goals) throws Exception {
        List<Kind> kinds = List.of(Kind.BUSD);
        try (Rounds few = site.rounds(kinds, new Load(FEW, BYTES, 0), scale, List.of());
                Rounds many = site.rounds(kinds, new Load(MANY, BYTES, 0), scale, List.of())) {
            List<Run> fewRuns = new ArrayList<>();
            List<Run> manyRuns = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                fewRuns.addAll(few.run(1).getOrDefault(Kind.BUSD, List.of()));
                manyRuns.addAll(many.run(1).getOrDefault(Kind.BUSD, List.of()));
            }
            goals.add(
                    "received/s, " + MANY + " threads: 0.8 of " + FEW + " threads",
                    Spread.ofRatios(manyRuns, fewRuns, Run::receivedPerSecond),
                    "%.2f",
                    true,
                    0.8);
        }
    }

    private void latency(Site site, Goals goals) throws Exception {
        try (Rounds turns = site.rounds(List.of(Kind.BUSD, Kind.JEROMQ), new Load(1, BYTES, PACE), scale, List.of())) {
            Map<Kind, List<Run>> runs = turns.run(rounds);
            goals.add(
                    "on the way at " + PACE + "/s, p50: at most 1.3 of JeroMQ",
                    Spread.ofRatios(
                            runs.getOrDefault(Kind.BUSD, List.of()),
                            runs.getOrDefault(Kind.JEROMQ, List.of()),
                            run -> run.received().get("tookP50")),
                    "%.2f",
                    false,
                    1.3);
        }
    }
}
