package org.busd.tools;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.BusClient;
import org.busd.Message;
import org.busd.SubscribeOptions;
import org.busd.Subscription;
import org.busd.config.BusSettings;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command for each message, one after the other on one thread. Messages that come meanwhile wait in the
 * subscription, as with any slow subscriber.
 */
final class TriggerService implements Service {

    private static final Duration NO_END = Duration.ofDays(1);

    private final TriggerOptions options;
    private final Console console;
    private final Duration deadline;
    private final BusClient client;
    private final Subscription subscription;
    private final TriggeredCommand command;
    private final Thread thread = new Thread(this::work, "bus-trigger");
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean outOfTime;

    private TriggerService(TriggerOptions options, Console console, BusSettings settings, SubscribeOptions wanted) {
        this.options = options;
        this.console = console;
        this.deadline = settings.shutdownDeadline();
        this.command = new TriggeredCommand(options.command());
        this.client = BusClient.open(settings);
        this.subscription = client.subscribe(wanted);
    }

    /** One that is at work. */
    static Service open(TriggerOptions options, Console console, BusSettings settings, SubscribeOptions wanted) {
        TriggerService service = new TriggerService(options, console, settings, wanted);
        service.thread.setDaemon(true);
        service.thread.start();
        return service;
    }

    @Override
    public String serving() {
        return "waiting for messages to run " + options.command().get(0);
    }

    private void work() {
        try {
            Queue<Message> waiting = new ArrayDeque<>();
            while (!outOfTime && collect(waiting)) {
                while (!waiting.isEmpty() && !outOfTime) {
                    run(waiting.remove());
                }
            }
            ended.complete(null);
        } catch (InterruptedException | RuntimeException | Error e) {
            ended.completeExceptionally(e);
        }
    }

    /** Waits for a message, and then until messages pause, or enough have come; returns false once none will come. */
    private boolean collect(Queue<Message> waiting) throws InterruptedException {
        Optional<Message> next = subscription.poll(NO_END);
        boolean debounces = !options.waitFor().isZero();
        while (next.isPresent()) {
            taken.incrementAndGet();
            waiting.add(next.get());
            next = debounces && waiting.size() < options.maxQueue()
                    ? subscription.poll(options.waitFor())
                    : Optional.empty();
        }
        return !waiting.isEmpty() || !subscription.isClosed();
    }

    private void run(Message message) {
        try {
            int status = command.run(message);
            if (status != 0) {
                failed(message, "the command ended with " + status);
            }
        } catch (IOException e) {
            failed(message, "the command cannot be run: " + e.getMessage());
        }
        runs.incrementAndGet();
    }

    private void failed(Message message, String why) {
        failures.incrementAndGet();
        console.tell(why + " (" + message.topic() + " " + message.msgId() + ")");
    }

    @Override
    public CompletionStage<?> ended() {
        return ended;
    }

    @Override
    public Health health() {
        boolean live = thread.isAlive();
        long done = runs.get();
        long begun = taken.get();
        Map<String, Object> consumer = new LinkedHashMap<>();
        consumer.put("name", "trigger");
        consumer.put("module", "org.busd.tools");
        consumer.put("topic", options.topics());
        consumer.put("initialized", live);
        consumer.put("exceptions", failures.get());
        consumer.put("jsonify", true);
        consumer.put("backlog", begun - done);
        consumer.put("headcount_in", begun);
        consumer.put("headcount_out", done);
        consumer.put("times", List.of());
        return new Health(
                live,
                live && !subscription.isClosed(),
                Map.of("consumers", List.of(consumer), "producers", List.of()),
                List.of(
                        Health.Measure.counter("taken", "Messages taken to run the command for.", begun),
                        Health.Measure.counter("runs", "Messages the command was run for.", done),
                        Health.Measure.counter(
                                "failures", "Runs that ended with another status than 0.", failures.get())));
    }

    /** What is here already is still run, as far as the time allows; then what runs is ended. */
    @Override
    public void close() {
        subscription.complete();
        if (!awaitEnd(deadline)) {
            outOfTime = true;
            console.tell("the time is up (bus.shutdown-deadline): ending the command that runs, "
                    + String.join(" ", options.command()));
            command.end();
            boolean ignored = awaitEnd(Duration.ofMillis(200));
        }
        subscription.close();
        client.close();
        long left = taken.get() - runs.get() + client.metrics().discarded();
        if (left > 0) {
            console.tell("ended with " + left + " messages for which the command was not run");
        }
    }

    private boolean awaitEnd(Duration wait) {
        try {
            ended.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }
}
