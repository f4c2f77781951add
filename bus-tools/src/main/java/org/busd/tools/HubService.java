package org.busd.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.Hub;
import org.busd.HubEnd;
import org.busd.HubHealth;
import org.busd.config.BusSettings;
import org.busd.tools.Health.Measure;

/** A hub as a daemon runs it, with a client of its own that is also what {@code Bus} is in this process. Thread-safe. */
final class HubService implements Service {

    /** What is left of the deadline for what consumers have published last. */
    private static final Duration FLUSHING = Duration.ofSeconds(1);

    private final Console console;
    private final BusClient client;
    private final Bus.StandIn standIn;
    private final UserClasses classes;
    private final Hub hub;
    private final AtomicBoolean closed = new AtomicBoolean();

    private HubService(Console console, BusClient client, Bus.StandIn standIn, UserClasses classes, Hub hub) {
        this.console = console;
        this.client = client;
        this.standIn = standIn;
        this.classes = classes;
        this.hub = hub;
    }

    /**
     * Opens one.
     *
     * @param classpath see {@link UserClasses#load}
     * @param names see {@link UserClasses#load}
     */
    static HubService open(Console console, BusSettings settings, List<String> classpath, List<String> names) {
        BusClient client = BusClient.builder().settings(settings).name("bus").open();
        // Before there is any code of theirs.
        Bus.StandIn standIn = Bus.use(client);
        try {
            UserClasses classes = UserClasses.load(classpath, names);
            try {
                return new HubService(console, client, standIn, classes, start(client, classes));
            } catch (RuntimeException | Error e) {
                classes.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            standIn.close();
            client.close();
            throw e;
        }
    }

    private static Hub start(BusClient client, UserClasses classes) {
        try {
            return classes.hub(client).start();
        } catch (IllegalArgumentException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String serving() {
        HubHealth health = hub.health();
        List<String> names = Stream.concat(
                        health.consumers().stream().map(HubHealth.OfConsumer::name),
                        health.producers().stream().map(HubHealth.OfProducer::name))
                .toList();
        return names.isEmpty()
                ? "warning: the hub has nothing to run: no consumer was found that is enabled (--classpath, --list)"
                : "running " + names.stream().collect(Collectors.joining(", "));
    }

    @Override
    public CompletionStage<?> ended() {
        return hub.ended();
    }

    /** Ready: messages can come, and all consumers are there for them. */
    @Override
    public Health health() {
        HubHealth health = hub.health();
        boolean receiving = hub.isReceiving();
        boolean ready = receiving && health.consumers().stream().allMatch(HubHealth.OfConsumer::initialized);
        List<Measure> measures = new ArrayList<>();
        health.consumers().forEach(consumer -> add(measures, consumer));
        health.producers().forEach(producer -> add(measures, producer));
        return new Health(receiving, ready, health.toJson(), measures);
    }

    private static void add(List<Measure> all, HubHealth.OfConsumer consumer) {
        Map<String, String> who = Map.of("consumer", consumer.name());
        all.add(gauge("consumer_initialized", "1 if it has started.", who, consumer.initialized() ? 1 : 0));
        all.add(counter("consumer_taken", "Messages that entered its mailbox.", who, consumer.headcountIn()));
        all.add(counter("consumer_done", "Messages consumed or given up.", who, consumer.headcountOut()));
        all.add(gauge("consumer_backlog", "Messages that wait.", who, (double) consumer.backlog()));
        all.add(counter("consumer_exceptions", "How often it threw.", who, consumer.exceptions()));
        all.add(counter("consumer_retries", "Attempts after the first.", who, consumer.retries()));
        all.add(counter("consumer_dead", "Messages given up.", who, consumer.dead()));
        all.add(counter("consumer_dropped", "Messages that found its mailbox full.", who, consumer.dropped()));
        all.add(counter(
                "consumer_position_failures",
                "Times its position could not be kept.",
                who,
                consumer.positionFailures()));
        double working = consumer.working().map(HubService::seconds).orElse(0.0);
        all.add(gauge("consumer_working_seconds", "How long it has been at one message now.", who, working));
    }

    private static void add(List<Measure> all, HubHealth.OfProducer producer) {
        Map<String, String> who = Map.of("producer", producer.name());
        all.add(counter("producer_beats", "How often it was called.", who, producer.beats()));
        all.add(counter("producer_missed", "Beats left out because the work took too long.", who, producer.missed()));
        all.add(counter("producer_exceptions", "How often it threw.", who, producer.exceptions()));
    }

    private static Measure counter(String name, String help, Map<String, String> who, long value) {
        return new Measure(name, help, Health.Kind.COUNTER, who, (double) value);
    }

    private static Measure gauge(String name, String help, Map<String, String> who, double value) {
        return new Measure(name, help, Health.Kind.GAUGE, who, value);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Within {@code bus.shutdown-deadline}: finishes what the mailboxes hold, then sends what was published. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        Duration deadline = client.settings().shutdownDeadline();
        Duration flushing = min(FLUSHING, deadline.dividedBy(4));
        long start = System.nanoTime();
        HubEnd end = hub.stop(deadline.minus(flushing));
        Duration left = deadline.minusNanos(System.nanoTime() - start);
        long unsent = client.shutdown(left.compareTo(flushing) < 0 ? flushing : left);
        standIn.close();
        classes.close();
        console.tell(end + (unsent == 0 ? "" : ", " + unsent + " published but not sent"));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
