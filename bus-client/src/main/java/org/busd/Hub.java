package org.busd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.config.BusSettings;
import org.busd.config.ConsumerSettings;
import org.busd.config.Validation;
import org.busd.internal.Deadlines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link Consumer}s and {@link Producer}s. All consumers share one subscription, and so one connection to each
 * endpoint (but those that {@linkplain ConsumerOptions.WhenFull#WAIT wait}, or alone want messages verified); each has a mailbox and workers of its own, so
 * that one that is slow, throws or hangs is no other's concern.
 *
 * <pre>{@code
 * try (Hub hub = Hub.builder(bus).consumers(new Invoices()).start()) {
 *     stopped.await();
 * }
 * }</pre>
 *
 * <p>It has no shutdown hook: who starts it stops it, and closes the client after that. Thread-safe.
 */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** For what has come to the deadline: a last look at the disk. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final BusClient bus;
    private final List<HubConsumer> consumers = new ArrayList<>();
    private final List<HubProducer> producers = new ArrayList<>();
    private final List<HubFeed> feeds = new ArrayList<>();
    private final Optional<Positions> positions;

    private final CompletableFuture<HubEnd> ended = new CompletableFuture<>();
    private volatile boolean isStopping;

    private final ReentrantLock stopping = new ReentrantLock();
    /** Guarded by {@link #stopping}. */
    private Optional<HubEnd> end = Optional.empty();

    private Hub(Builder builder) {
        String name = "hub-" + NUMBERS.incrementAndGet();
        bus = builder.bus;
        BusSettings settings = bus.settings();
        positions =
                settings.stateDir().map(dir -> new Positions(dir.resolve("positions"), name, builder.consumers.size()));
        for (Consumer consumer : builder.consumers) {
            if (isEnabled(settings, consumer.name())) {
                consumers.add(new HubConsumer(consumer, bus, name, builder.clock, this::moved));
            }
        }
        for (Producer producer : builder.producers) {
            if (isEnabled(settings, producer.name())) {
                producers.add(new HubProducer(producer, bus, name, builder.clock));
            }
        }
        consumers.sort(Comparator.comparing(HubConsumer::name));
        producers.sort(Comparator.comparing(HubProducer::name));
        check();
        subscribe(name);
    }

    /**
     * Whether the settings let a hub run what has this name.
     *
     * @param settings any
     * @param name a consumer's or a producer's
     * @return {@code bus.consumers."name".enabled}; true unless set
     */
    public static boolean isEnabled(BusSettings settings, String name) {
        return settings.consumers()
                .getOrDefault(name, new ConsumerSettings(true))
                .enabled();
    }

    /** What people call it: a class name without its package, any other name as it is. */
    static String shortName(Class<?> type, String name) {
        return name.equals(type.getName()) ? type.getSimpleName() : name;
    }

    private void check() {
        Set<String> names = new HashSet<>();
        consumers.forEach(consumer -> checkUnique(consumer.name(), names));
        producers.forEach(producer -> checkUnique(producer.name(), names));
        for (HubConsumer consumer : consumers) {
            if (consumer.options().keepsPosition() && positions.isEmpty()) {
                throw new BusConfigurationException(
                        consumer.name() + " keeps its position, and there is no place for it: set bus.state-dir", null);
            }
        }
    }

    private static void checkUnique(String name, Set<String> names) {
        if (!names.add(name)) {
            throw new IllegalArgumentException(
                    "two are named " + name + ": the hub runs one of a name; have name() say otherwise");
        }
    }

    private static boolean isVerifying(Validation validation) {
        return validation.mode() != Validation.Mode.OFF && validation.ca().isPresent();
    }

    private void subscribe(String name) {
        boolean allVerified = isVerifying(bus.settings().validation());
        List<HubConsumer> sharing = new ArrayList<>();
        List<HubConsumer> stricter = new ArrayList<>();
        try {
            for (HubConsumer consumer : consumers) {
                if (consumer.options().whenFull() == ConsumerOptions.WhenFull.WAIT) {
                    feed(name + "-feed-" + consumer.name(), List.of(consumer));
                } else if (consumer.options().isVerified() && !allVerified) {
                    stricter.add(consumer);
                } else {
                    sharing.add(consumer);
                }
            }
            feed(name + "-feed", sharing);
            feed(name + "-feed-verified", stricter);
        } catch (RuntimeException | Error e) {
            feeds.forEach(feed -> feed.end(Deadlines.after(Duration.ZERO)));
            throw e;
        }
    }

    private void feed(String threadName, List<HubConsumer> fed) {
        if (!fed.isEmpty()) {
            feeds.add(new HubFeed(bus, threadName, fed, this::feedEnded));
        }
    }

    private void feedEnded() {
        if (!isStopping) {
            ended.completeExceptionally(
                    new BusException("the hub's subscription has ended, though nobody stopped the hub", null));
        }
    }

    private void moved(HubConsumer consumer) {
        positions.ifPresent(kept -> kept.moved(consumer));
    }

    private void start() {
        try {
            consumers.forEach(HubConsumer::start);
            feeds.forEach(HubFeed::start);
            producers.forEach(HubProducer::start);
        } catch (RuntimeException | Error e) {
            // There may be no thread to be had; those that were are not left behind.
            HubEnd ignored = stop(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Starts with nothing to run.
     *
     * @param bus what to subscribe with, and what consumers and producers publish with; it is not closed by the hub
     * @return a new builder
     */
    public static Builder builder(BusClient bus) {
        return new Builder(bus);
    }

    /** Collects what a hub runs. Not thread-safe. */
    public static final class Builder {
        private final BusClient bus;
        private final List<Consumer> consumers = new ArrayList<>();
        private final List<Producer> producers = new ArrayList<>();
        private HubClock clock = HubClock.SYSTEM;

        private Builder(BusClient bus) {
            this.bus = bus;
        }

        /**
         * Adds consumers.
         *
         * @param more any
         * @return this
         */
        public Builder consumers(Consumer... more) {
            consumers.addAll(List.of(more));
            return this;
        }

        /**
         * Adds producers.
         *
         * @param more any
         * @return this
         */
        public Builder producers(Producer... more) {
            producers.addAll(List.of(more));
            return this;
        }

        /**
         * Adds the consumers and producers that {@link ServiceLoader} finds.
         *
         * @param loader where it looks, and in its parents
         * @return this
         * @throws BusException if one of them cannot be made; says which
         */
        public Builder services(ClassLoader loader) {
            try {
                ServiceLoader.load(Consumer.class, loader).forEach(consumers::add);
                ServiceLoader.load(Producer.class, loader).forEach(producers::add);
            } catch (ServiceConfigurationError e) {
                throw new BusException(String.valueOf(e.getMessage()), e);
            }
            return this;
        }

        Builder clock(HubClock given) {
            clock = given;
            return this;
        }

        /**
         * Starts a hub with those of them that {@code bus.consumers} does not disable. It returns when the connections are under
         * way; consumers start on threads of their own.
         *
         * @return a hub to be stopped
         * @throws IllegalArgumentException if two have the same name, or what one asks for makes no sense
         * @throws BusConfigurationException if one wants what the settings do not have
         * @throws BusException if no socket is to be had
         */
        public Hub start() {
            Hub hub = new Hub(this);
            hub.start();
            return hub;
        }
    }

    /**
     * How the hub is.
     *
     * @return a snapshot; reading it changes nothing
     */
    public HubHealth health() {
        return new HubHealth(
                consumers.stream().map(HubConsumer::health).toList(),
                producers.stream().map(HubProducer::health).toList());
    }

    /**
     * How far consumers have come that keep their positions: in this run, or, before their first message, in the last one.
     *
     * @return by name; those that never got a message are left out
     */
    public Map<String, Position> positions() {
        Map<String, Position> all = new TreeMap<>();
        for (HubConsumer consumer : consumers) {
            if (consumer.options().keepsPosition()) {
                consumer.position()
                        .or(() -> positions.flatMap(kept -> kept.kept(consumer.name())))
                        .ifPresent(position -> all.put(consumer.name(), position));
            }
        }
        return all;
    }

    /**
     * Tells when the hub runs no more.
     *
     * @return completes when the hub has been stopped; with a {@link BusException} if messages ceased to come before, as when
     *     the client was closed under it: then nothing is left but to stop it
     */
    public CompletionStage<HubEnd> ended() {
        return ended.minimalCompletionStage();
    }

    /**
     * Whether messages can come.
     *
     * @return false from the stop on, and if the client was closed under the hub
     */
    public boolean isReceiving() {
        return feeds.stream().allMatch(HubFeed::isAlive);
    }

    /**
     * Stops the hub: takes nothing more but what has arrived on this host (within a second), finishes what is in the mailboxes,
     * each message that failed before once more, and stops consumers and producers. What is not done by the deadline is
     * counted; what does not return is named, with its stack, here and in the log, and left behind on a daemon thread.
     * Idempotent; callable from any thread, though a consumer or producer that calls it waits for itself in vain.
     *
     * @param deadline how long it may take, and a moment
     * @return how it ended; each later call returns the same
     */
    public HubEnd stop(Duration deadline) {
        stopping.lock();
        try {
            if (end.isEmpty()) {
                end = Optional.of(end(deadline));
            }
            return end.get();
        } finally {
            stopping.unlock();
        }
    }

    private HubEnd end(Duration budget) {
        isStopping = true;
        long deadline = Deadlines.after(budget);
        producers.forEach(HubProducer::complete);
        feeds.forEach(HubFeed::complete);
        // Half for taking at the most, so that what is taken can be finished.
        long taking = Deadlines.after(budget.dividedBy(2));
        feeds.forEach(feed -> feed.end(taking));
        consumers.forEach(HubConsumer::complete);
        List<HubEnd.Stuck> stuck = new ArrayList<>();
        for (HubConsumer consumer : consumers) {
            if (!consumer.awaitEnd(deadline)) {
                stuck.addAll(consumer.abandon());
            }
        }
        producers.forEach(producer -> producer.awaitEnd(deadline).ifPresent(stuck::add));
        endPositions(deadline);
        HubEnd how = ended(stuck);
        how.stuck().forEach(at -> LOG.warn("{}", at));
        ended.complete(how);
        return how;
    }

    private void endPositions(long deadlineNanos) {
        positions.ifPresent(kept -> {
            if (!kept.end(deadlineNanos + GRACE.toNanos())) {
                LOG.warn("the disk did not take the positions in time");
            }
        });
    }

    private HubEnd ended(List<HubEnd.Stuck> stuck) {
        Map<String, Long> unprocessed = new TreeMap<>();
        for (HubConsumer consumer : consumers) {
            if (consumer.unprocessed() > 0) {
                unprocessed.put(consumer.name(), consumer.unprocessed());
            }
        }
        long processed = consumers.stream().mapToLong(HubConsumer::processed).sum();
        long taken = consumers.stream().mapToLong(HubConsumer::taken).sum();
        return new HubEnd(taken, processed, Collections.unmodifiableMap(unprocessed), List.copyOf(stuck));
    }

    /** Stops the hub within {@code bus.shutdown-deadline}; see {@link #stop}. What is left then is counted in the log. */
    @Override
    public void close() {
        HubEnd how = stop(bus.settings().shutdownDeadline());
        if (!how.isClean()) {
            LOG.warn("{}", how);
        }
    }
}
