package org.busd.tools;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.busd.signing.KeyType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bus bench}: how fast this host publishes and receives, in two processes on a bus of their own. */
@Command(
        name = "bench",
        description =
                "See how fast it is here: a publisher and a subscriber process on a bus of their own, on free ports"
                        + " of this host. Prints messages a second, lost ones, and how long publish and the way took. Both are"
                        + " warmed up first. Signed messages are verified.",
        footer = {
            "  bus bench",
            "  bus bench --threads 8 --size 50",
            "  bus bench --sign x509-ed25519 --json",
            "  bus bench --set bus.publish.overflow=drop       what is lost without pace",
        })
final class BenchCommand implements Callable<Integer> {
    /** What a signature costs makes the difference between the two. */
    private static final int MESSAGES = 500_000;

    private static final int SIGNED_MESSAGES = 20_000;
    private static final int MOST_THREADS = 10_000;

    /** However slow this host is. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration ENDING = Duration.ofSeconds(5);

    private final BusCommand bus;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many are published: 500000 unless given, or 20000 signed ones.")
    private int messages;

    @Option(names = "--size", paramLabel = "B", description = "How many bytes a body has: 200 unless given.")
    private int size = 200;

    @Option(names = "--threads", paramLabel = "T", description = "By how many threads: 1 unless given.")
    private int threads = 1;

    @Option(
            names = "--sign",
            paramLabel = "ALG",
            converter = Sign.Words.class,
            completionCandidates = Sign.Words.class,
            description = "x509, x509-rs256, x509-es256 or x509-ed25519: sign and verify; not unless given.")
    private Sign sign = Sign.NONE;

    @Option(names = "--json", description = "One JSON object, times in microseconds.")
    private boolean json;

    BenchCommand(BusCommand bus) {
        this.bus = bus;
    }

    /** The ways to sign, and with which keys. */
    enum Sign {
        NONE("none", KeyType.EC),
        X509("x509", KeyType.RSA),
        RS256("x509-rs256", KeyType.RSA),
        ES256("x509-es256", KeyType.EC),
        ED25519("x509-ed25519", KeyType.ED25519);

        private final String word;
        private final KeyType key;

        Sign(String word, KeyType key) {
            this.word = word;
            this.key = key;
        }

        /** The words of {@code crypto}, which are no names of constants. For picocli. */
        static final class Words extends WordConverter<Sign> {
            Words() {
                super(Sign.class);
            }

            @Override
            String word(Sign sign) {
                return sign.word;
            }
        }
    }

    @Override
    @SuppressWarnings("try") // the watch only has to be there
    public Integer call() throws IOException, InterruptedException {
        check();
        CompletableFuture<String> stopped = new CompletableFuture<>();
        Optional<String> algorithm = sign == Sign.NONE ? Optional.empty() : Optional.of(sign.word);
        try (Signals.Watch watch = bus.console()
                        .signals()
                        .onSignal(
                                () -> stopped.completeExceptionally(new FailedException("stopped")),
                                ENDING.multipliedBy(2),
                                Signals.Ending.KILLED);
                TemporaryBus temporary = TemporaryBus.open("bench", algorithm, sign.key);
                ChildProcesses children = new ChildProcesses(ENDING)) {
            print(run(temporary, children, stopped));
        }
        return ExitCode.DONE;
    }

    private void check() {
        if (bus.hasConfig()) {
            throw new UsageException("bus bench has settings of its own and takes no --config; --set works");
        }
        if (messages == 0) {
            messages = sign == Sign.NONE ? MESSAGES : SIGNED_MESSAGES;
        }
        atLeast(1, "--messages", messages);
        atLeast(BenchPublisherCommand.FEWEST_BYTES, "--size", size);
        atLeast(1, "--threads", threads);
        if (threads > MOST_THREADS) {
            throw new UsageException("--threads " + threads + ": at most " + MOST_THREADS);
        }
    }

    private static void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new UsageException(option + " " + value + ": at least " + least);
        }
    }

    private BenchResult run(TemporaryBus temporary, ChildProcesses children, CompletableFuture<String> stopped)
            throws IOException, InterruptedException {
        CompletableFuture<String> received =
                start(temporary, children, stopped, "bench-subscriber", "--messages", Integer.toString(messages));
        CompletableFuture<String> published = start(
                temporary,
                children,
                stopped,
                "bench-publisher",
                "--messages",
                Integer.toString(messages),
                "--size",
                Integer.toString(size),
                "--threads",
                Integer.toString(threads));
        return new BenchResult(BenchFigures.read(last(published)), BenchFigures.read(last(received)));
    }

    /** Starts a process; its last line comes when it has ended. */
    private CompletableFuture<String> start(
            TemporaryBus temporary, ChildProcesses children, CompletableFuture<String> stopped, String... command)
            throws IOException {
        CompletableFuture<String> last = new CompletableFuture<>();
        Process ignored =
                children.start(temporary.arguments(bus.assignments(), List.of(command)), line -> {}, last::complete);
        return last.applyToEither(stopped, line -> line);
    }

    private static String last(CompletableFuture<String> process) throws InterruptedException {
        try {
            String line = process.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line.isEmpty()) {
                throw new FailedException("a process of the bench failed");
            }
            return line;
        } catch (ExecutionException e) {
            throw new FailedException("the bench was stopped");
        } catch (TimeoutException e) {
            throw new FailedException("the bench did not end within " + PATIENCE.toMinutes() + " minutes");
        }
    }

    private void print(BenchResult result) {
        if (json) {
            bus.console().out().line(result.json(size, threads, sign.word));
            return;
        }
        String by = threads == 1 ? "1 thread" : threads + " threads";
        String signed = sign == Sign.NONE ? "" : ", signed (" + sign.word + ") and verified";
        bus.console()
                .out()
                .line(String.format(
                        Locale.ROOT,
                        "published  %d messages of %d bytes by %s%s: %.0f a second",
                        result.published().count(),
                        size,
                        by,
                        signed,
                        result.publishedPerSecond()));
        bus.console()
                .out()
                .line(String.format(
                        Locale.ROOT,
                        "received   %d: %.0f a second",
                        result.received().count(),
                        result.receivedPerSecond()));
        bus.console().out().line("lost       " + result.lost());
        bus.console().out().line("publish    " + result.published().times());
        bus.console().out().line("delivery   " + result.received().times());
    }
}
