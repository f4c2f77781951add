package org.busd.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Kinds that publish the same by turns, round after round, so that what else this host does disturbs them alike. */
final class Rounds implements AutoCloseable {
    private static final int WARM_UPS = 8;
    /** How many the first warm-up has, from which the others are reckoned: not more than some seconds take. */
    private static final long FIRST = 20_000;

    private static final long FIRST_BYTES = 200_000_000; // a second or two
    /** What a run lasts, about, so that slow kinds publish less. */
    private static final double SECONDS = 2;

    private static final long MOST = 1_000_000;

    private final Load load;
    private final double scale;
    private final Map<Kind, Pair> pairs = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    /**
     * What is published.
     *
     * @param threads by how many threads
     * @param bytes how many a body has
     * @param rate messages a second; 0: as fast as it can
     */
    record Load(int threads, int bytes, double rate) {}

    private Rounds(Load load, double scale) {
        this.load = load;
        this.scale = scale;
    }

    /**
     * Starts all kinds, and warms them up.
     *
     * @param scale 1, or less for shorter runs
     * @param settings for bus.d
     */
    static Rounds start(Tools tools, Path directory, List<Kind> kinds, Load load, double scale, List<String> settings)
            throws Exception {
        Rounds rounds = new Rounds(load, scale);
        try {
            for (Kind kind : kinds) {
                rounds.pairs.put(kind, Pair.start(tools, directory, kind, load.threads(), load.bytes(), settings));
            }
            rounds.warmUp();
        } catch (Exception e) {
            rounds.close();
            throw e;
        }
        return rounds;
    }

    private void warmUp() throws Exception {
        for (Map.Entry<Kind, Pair> entry : pairs.entrySet()) {
            long count = Math.max(load.threads(), (long) (scale * Math.min(FIRST, FIRST_BYTES / load.bytes())));
            for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
                Run run = entry.getValue().run(count, load.rate());
                double perSecond = load.rate() > 0 ? load.rate() : run.receivedPerSecond();
                count = Math.max(load.threads(), Math.min(MOST, (long) (scale * SECONDS * perSecond)));
            }
            counts.put(entry.getKey(), count);
        }
    }

    /** Runs so many rounds; the runs of each kind, in their order. */
    Map<Kind, List<Run>> run(int rounds) throws Exception {
        Map<Kind, List<Run>> runs = new EnumMap<>(Kind.class);
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<Kind, Pair> entry : pairs.entrySet()) {
                Kind kind = entry.getKey();
                Run run = entry.getValue().run(counts.getOrDefault(kind, 0L), load.rate());
                runs.computeIfAbsent(kind, k -> new ArrayList<>()).add(run);
            }
        }
        return runs;
    }

    @Override
    public void close() {
        pairs.values().forEach(Pair::close);
    }
}
