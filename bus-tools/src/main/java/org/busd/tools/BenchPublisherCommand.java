package org.busd.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.busd.BusClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The publisher process of {@code bus bench}. Its last line of output has its figures. */
@Command(name = "bench-publisher", hidden = true, description = "The publisher process of bus bench.")
final class BenchPublisherCommand implements Callable<Integer> {
    static final String MODNAME = "bench";

    /** Both processes are compiled while these are under way; nobody counts them. */
    static final String WARM_UP = "warm-up";

    static final String MEASURED = "measured";

    private static final int MOST_WARM_UPS = 300_000;
    private static final Duration LISTENER = Duration.ofSeconds(30);
    private static final Duration FLUSH = Duration.ofMinutes(1);
    static final int FEWEST_BYTES = "{\"at\":1234567890123456,\"n\":1000000,\"pad\":\"\"}".length();

    private final BusCommand bus;

    @Option(names = "--messages", paramLabel = "N")
    private int messages = 1;

    @Option(names = "--size", paramLabel = "B")
    private int size = 1;

    @Option(names = "--threads", paramLabel = "T")
    private int threads = 1;

    BenchPublisherCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BusClient client = BusClient.open(bus.settings())) {
            if (!client.awaitSubscribers(1, LISTENER)) {
                throw new FailedException("the subscriber of the bench did not come");
            }
            BenchFigures warmUp = publish(client, WARM_UP, Math.min(messages, MOST_WARM_UPS));
            boolean flushed = client.flush(FLUSH);
            BenchFigures figures = publish(client, MEASURED, messages);
            long lost = client.shutdown(FLUSH);
            if (!flushed || lost > 0) {
                throw new FailedException((flushed ? lost : warmUp.count()) + " messages could not be handed on");
            }
            bus.console().out().line(figures.line());
        }
        return ExitCode.DONE;
    }

    private BenchFigures publish(BusClient client, String topic, int count) throws InterruptedException {
        ConcurrentLinkedQueue<Histogram> parts = new ConcurrentLinkedQueue<>();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        long from = System.nanoTime();
        for (int thread = 0; thread < threads; thread++) {
            // The first ones take what does not divide.
            int share = count / threads + (thread < count % threads ? 1 : 0);
            Thread started = new Thread(
                    () -> {
                        try {
                            parts.add(publishShare(client, topic, share));
                        } catch (RuntimeException e) {
                            failure.compareAndSet(null, e);
                        }
                    },
                    "bench-" + thread);
            started.start();
            running.add(started);
        }
        for (Thread thread : running) {
            thread.join();
        }
        long to = System.nanoTime();
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        Histogram all = BenchSubscriberCommand.histogram();
        parts.forEach(all::add);
        return BenchFigures.of(all.getTotalCount(), from, to, all);
    }

    private Histogram publishShare(BusClient client, String topic, int count) {
        Histogram took = BenchSubscriberCommand.histogram();
        String pad = "m".repeat(Math.max(0, size - FEWEST_BYTES));
        for (int n = 0; n < count; n++) {
            Map<String, Object> body = new TreeMap<>();
            long at = System.nanoTime();
            body.put("at", at);
            body.put("n", n);
            body.put("pad", pad);
            client.publish(MODNAME, topic, body);
            took.recordValue(Math.min(System.nanoTime() - at, took.getHighestTrackableValue()));
        }
        return took;
    }
}
