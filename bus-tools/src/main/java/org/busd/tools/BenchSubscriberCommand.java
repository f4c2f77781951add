package org.busd.tools;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.busd.BusClient;
import org.busd.Message;
import org.busd.Subscription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subscriber process of {@code bus bench}. Its last line of output has its figures. */
@Command(name = "bench-subscriber", hidden = true, description = "The subscriber process of bus bench.")
final class BenchSubscriberCommand implements Callable<Integer> {
    private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;

    /** The publisher starts and warms up. */
    private static final Duration FIRST = Duration.ofMinutes(5);

    /** What has not come by then is lost. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final BusCommand bus;

    @Option(names = "--messages", paramLabel = "N")
    private int messages = 1;

    BenchSubscriberCommand(BusCommand bus) {
        this.bus = bus;
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST_NANOS, DIGITS);
    }

    @Override
    public Integer call() throws InterruptedException {
        Histogram took = histogram();
        long last = System.nanoTime();
        try (BusClient client = BusClient.open(bus.settings());
                Subscription subscription = client.subscribe()) {
            long from = last;
            while (took.getTotalCount() < messages) {
                Optional<Message> message = subscription.poll(took.getTotalCount() == 0 ? FIRST : SILENCE);
                if (message.isEmpty()) {
                    break;
                }
                if (message.get().topic().endsWith(BenchPublisherCommand.MEASURED)) {
                    last = System.nanoTime();
                    long nanos = last - message.get().body().path("at").longValue();
                    took.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
                }
            }
            bus.console()
                    .out()
                    .line(BenchFigures.of(took.getTotalCount(), from, last, took)
                            .line());
        }
        return ExitCode.DONE;
    }
}
