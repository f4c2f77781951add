package org.busd.tools;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.busd.signing.KeyType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bus demo}: a publisher and a tail, two real processes, on a bus of their own. */
@Command(
        name = "demo",
        description =
                "See it work: a publisher process with several threads that signs, a tail that verifies and prints the"
                        + " messages, and a summary. Uses its own settings, certificates and free ports of this host, and leaves nothing behind.",
        footer = {
            "  bus demo",
            "  bus demo --seconds 10",
            "  bus demo 2>/dev/null | head -1            one message, to look at",
        })
final class DemoCommand implements Callable<Integer> {

    static final int THREADS = 4;

    /** How long processes may take to start, and the last messages to arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration ENDING = Duration.ofSeconds(5);

    private final BusCommand bus;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Option(names = "--seconds", paramLabel = "N", description = "How long to publish: 3 unless given.")
    private int seconds = 3;

    DemoCommand(BusCommand bus) {
        this.bus = bus;
    }

    /** What happens in the children, in order. */
    private sealed interface Event {
        record Received(String line) implements Event {}

        record TailEnded() implements Event {}

        record PublisherEnded(String lastLine) implements Event {}

        record Stop() implements Event {}
    }

    @Override
    @SuppressWarnings("try") // the watch only has to be there
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1) {
            throw new UsageException("--seconds " + seconds + ": at least 1");
        }
        if (bus.hasConfig()) {
            throw new UsageException("bus demo has settings of its own and takes no --config; --set works");
        }
        try (Signals.Watch watch = bus.console()
                .signals()
                .onSignal(() -> events.add(new Event.Stop()), ENDING.multipliedBy(2), Signals.Ending.KILLED)) {
            try (TemporaryBus temporary = TemporaryBus.open("demo", Optional.of("auto"), KeyType.EC);
                    ChildProcesses children = new ChildProcesses(ENDING)) {
                return run(temporary, children);
            }
        }
    }

    private int run(TemporaryBus temporary, ChildProcesses children) throws IOException, InterruptedException {
        long start = System.nanoTime();

        Process tail = children.start(
                temporary.arguments(
                        bus.assignments(),
                        List.of("tail", "--validate", "--timeout", (seconds + 2 * PATIENCE.toSeconds()) + "s")),
                line -> events.add(new Event.Received(line)),
                last -> events.add(new Event.TailEnded()));
        Process publisher = children.start(
                temporary.arguments(
                        bus.assignments(), List.of("demo-publisher", "--seconds", Integer.toString(seconds))),
                line -> {},
                last -> events.add(new Event.PublisherEnded(last)));
        bus.console()
                .tell("a publisher with " + THREADS + " threads (process " + publisher.pid() + ") and a tail (process "
                        + tail.pid() + ") on tcp://127.0.0.1:" + temporary.port());
        return follow(tail, start);
    }

    /** Prints what the tail prints until everything that was published has come. */
    private int follow(Process tail, long start) throws InterruptedException {
        Output out = bus.console().out();
        long received = 0;
        long published = -1;
        long deadline = start + PATIENCE.plusSeconds(seconds).toNanos();
        while (published < 0 || received < published) {
            Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new FailedException("the demo timed out with " + received + " messages received"
                        + (published < 0 ? "" : " of " + published));
            } else if (event instanceof Event.Received message) {
                received++;
                out.line(message.line());
                out.flush();
            } else if (event instanceof Event.PublisherEnded end) {
                published = count(end.lastLine());
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (event instanceof Event.TailEnded) {
                throw new FailedException("the tail of the demo ended early, with " + tail.waitFor());
            } else {
                return ExitCode.FAILED; // a signal
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        bus.console()
                .tell(String.format(
                        Locale.ROOT,
                        "published %d messages from %d threads, received %d, signed and verified, in %.1f s",
                        published,
                        THREADS,
                        received,
                        millis / 1000.0));
        return received == published ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static long count(String lastLine) {
        try {
            return Long.parseLong(lastLine);
        } catch (NumberFormatException e) {
            throw new FailedException("the publisher of the demo failed");
        }
    }
}
