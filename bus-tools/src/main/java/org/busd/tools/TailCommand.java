package org.busd.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.busd.BusClient;
import org.busd.Message;
import org.busd.SubscribeOptions;
import org.busd.Subscription;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bus tail}: prints what is said on the bus. */
@Command(
        name = "tail",
        description = "Print messages as they come, one line of JSON each, as received (one that spans lines: in"
                + " canonical form). Ends on Ctrl-C or SIGTERM, or as --count and --timeout say.",
        footer = {
            "  bus tail                                   everything on all endpoints of the settings",
            "  bus tail org.example.prod.orders           topics that begin so",
            "  bus tail '*.order.created' --count 1       the next order, and end",
            "  bus tail --query msg.order.id,username     some values of each message",
            "  bus tail --exclude heartbeat --format terse",
            "  bus tail --validate                        only what is signed by who may say it",
            "  bus tail --endpoint tcp://app01:4002 --timeout 30s"
        })
final class TailCommand implements Callable<Integer> {

    /** What a tail may need to end after a signal, besides the linger. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private static final Duration NO_END = Duration.ofDays(1);

    private final BusCommand bus;

    @Mixin
    private TopicParameters topics = new TopicParameters();

    @Option(
            names = "--include",
            paramLabel = "RE",
            description = "Print only messages in whose text (the envelope as received, so topic and body) this"
                    + " regular expression is found.")
    private @Nullable Pattern include;

    @Option(
            names = "--exclude",
            paramLabel = "RE",
            description = "Leave out messages in whose text this regular expression is found.")
    private @Nullable Pattern exclude;

    @Option(
            names = "--query",
            paramLabel = "PATHS",
            description = "Print only the values at these dotted paths into the message, parted by commas: for one path"
                    + " the value, for several an object of path and value. A path that is not there is null.")
    private @Nullable Query query;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = TailFormat.Words.class,
            completionCandidates = TailFormat.Words.class,
            description = "json (the default): a line as received; pretty: indented, coloured on a terminal;"
                    + " terse: time, topic and the beginning of the body.")
    private TailFormat format = TailFormat.JSON;

    @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
    private @Nullable Integer count;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "End so long after the start, as in 30s. With --count, too few messages by then are a"
                    + " failure (exit code 1).")
    private @Nullable Duration timeout;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Listen here instead of at the endpoints of the settings. Can be given again.")
    private List<String> endpoints = new ArrayList<>();

    @Option(
            names = "--validate",
            negatable = true,
            description = "Print only messages that are valid, as bus.validation.mode = require does; or all of them,"
                    + " whatever the settings say.")
    private @Nullable Boolean validate;

    private volatile boolean stopping;

    /** Whether it was told that an expression is too deep for some messages. */
    private boolean toldDeep;

    private volatile @Nullable Subscription open;

    TailCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    @SuppressWarnings("try") // the watch only has to be there
    public Integer call() throws InterruptedException {
        long start = System.nanoTime();
        if (count != null && count < 1) {
            throw new UsageException("--count " + count + ": it counts messages, from 1");
        }
        if (query != null && format == TailFormat.TERSE) {
            throw new UsageException("--query and --format terse exclude each other: terse has no room for values");
        }
        BusSettings settings = bus.settings(overrides());
        SubscribeOptions options = options();
        Signals.Ending ending = count == null ? Signals.Ending.DONE : Signals.Ending.KILLED;
        Duration limit = settings.publish().linger().plus(ENDING);
        try (Signals.Watch watch = bus.console().signals().onSignal(this::stop, limit, ending);
                BusClient client = BusClient.open(settings);
                Subscription subscription = client.subscribe(options)) {
            open = subscription;
            return stopping ? ExitCode.DONE : print(subscription, start);
        }
    }

    private Map<String, String> overrides() {
        // It says nothing, so that who may not read the key can listen all the same.
        Map<String, String> overrides =
                new HashMap<>(Map.of("bus.shutdown-hook", "off", "bus.signing.enabled", "false"));
        if (validate != null) {
            overrides.put("bus.validation.mode", validate ? "require" : "off");
        }
        return overrides;
    }

    private SubscribeOptions options() {
        SubscribeOptions.Builder options = topics.subscription(bus.console());
        for (String endpoint : endpoints) {
            try {
                options.endpoints(Endpoint.parse(endpoint));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--endpoint " + e.getMessage());
            }
        }
        return options.build();
    }

    private int print(Subscription subscription, long start) throws InterruptedException {
        Output out = bus.console().out();
        MessagePrinter printer = MessagePrinter.of(format, query, bus.console().colour());
        long printed = 0;
        while (count == null || printed < count) {
            Duration left = timeout == null ? NO_END : timeout.minusNanos(System.nanoTime() - start);
            if (left.isNegative() || left.isZero()) {
                out.flush();
                return timedOut(printed);
            }
            Optional<Message> next = subscription.poll(Duration.ZERO);
            if (next.isEmpty()) {
                out.flush(); // nothing more is waiting: now is the time to show what there is
                next = subscription.poll(left);
                if (next.isEmpty() && stopping) {
                    break;
                }
            }
            if (next.isPresent() && isWanted(next.get())) {
                printer.print(next.get(), out);
                printed++;
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private int timedOut(long printed) {
        if (count == null) {
            return ExitCode.DONE;
        }
        throw new FailedException("timed out with " + printed + " of " + count + " messages");
    }

    private boolean isWanted(Message message) {
        if (include == null && exclude == null) {
            return true;
        }
        String text = message.text();
        return (include == null || isFound(include, text)) && (exclude == null || !isFound(exclude, text));
    }

    /** Whoever publishes must not be able to end a tail: Java looks for (a|b)* by recursion, a step a character. */
    private boolean isFound(Pattern wanted, String text) {
        try {
            return wanted.matcher(text).find();
        } catch (StackOverflowError e) {
            if (!toldDeep) {
                toldDeep = true;
                bus.console()
                        .tell(
                                "'" + wanted + "' is too deep for a message of " + text.length()
                                        + " characters, and so taken as not found in it; write it without repeated alternatives");
            }
            return false;
        }
    }

    /** On the thread of the signal. What has arrived is still printed. */
    private void stop() {
        stopping = true;
        Subscription subscription = open;
        if (subscription != null) {
            subscription.complete();
        }
    }
}
