package org.busd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.busd.internal.Deadlines;
import org.busd.internal.ForeignErrors;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.hub.Mailbox;
import org.busd.internal.hub.Mailbox.Letter;
import org.busd.internal.hub.Watermark;
import org.busd.internal.topic.TopicPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer in a hub: its mailbox, its workers, its numbers.
 *
 * <p>Thread-safe, but for {@link #take}, which one thread calls.
 */
final class HubConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(HubConsumer.class);

    /** The lane of all messages where their whole order is kept. */
    private static final Object ONE_LANE = new Object();

    private final Consumer consumer;
    private final String name;
    private final List<String> topics;
    private final List<TopicPattern> patterns;
    private final ConsumerOptions options;
    private final String threadName;
    private final BusClient bus;
    private final java.util.function.Consumer<HubConsumer> moved;
    private final Mailbox<Delivery> mailbox;
    private final Watermark<Position> watermark = new Watermark<>();
    private final List<AtWork> workers = new ArrayList<>();
    private final AtomicInteger working;
    private final CountDownLatch ended;
    private final Numbers numbers = new Numbers();
    private final RecentTimes times = new RecentTimes();

    private volatile Start start = Start.UNDER_WAY;
    /** Messages are being dropped; for the thread that calls {@link #take}. */
    private boolean overflowing;

    private enum Start {
        UNDER_WAY,
        DONE,
        FAILED
    }

    /** What is in the mailbox. */
    private record Delivery(Message message, Watermark.@Nullable Ticket<Position> ticket) {}

    private static final class Numbers {
        private final LongAdder exceptions = new LongAdder();
        private final LongAdder in = new LongAdder();
        private final LongAdder out = new LongAdder();
        private final LongAdder dropped = new LongAdder();
        private final LongAdder retries = new LongAdder();
        private final LongAdder dead = new LongAdder();
        private final LongAdder positionFailures = new LongAdder();
        /** What was in the mailbox and will never be worked on. */
        private final LongAdder unprocessed = new LongAdder();
    }

    /**
     * A consumer that is not started yet.
     *
     * @param moved told, on any thread, when there may be a new position
     */
    HubConsumer(
            Consumer consumer,
            BusClient bus,
            String hubName,
            HubClock clock,
            java.util.function.Consumer<HubConsumer> moved) {
        this.consumer = consumer;
        this.name = consumer.name();
        this.topics = List.copyOf(consumer.topics());
        this.patterns = topics.stream().map(TopicPattern::new).toList();
        this.options = consumer.options();
        this.threadName = hubName + "-" + name;
        this.bus = bus;
        this.moved = moved;
        this.mailbox = new Mailbox<>(options.mailbox(), options.mailboxBytes(), clock.nanos());
        this.working = new AtomicInteger(options.workers());
        this.ended = new CountDownLatch(options.workers());
        for (int n = 0; n < options.workers(); n++) {
            workers.add(new AtWork(clock.nanos()));
        }
    }

    String name() {
        return name;
    }

    List<String> topics() {
        return topics;
    }

    ConsumerOptions options() {
        return options;
    }

    /** Starts the workers; the first of them starts the consumer. */
    void start() {
        startWorker(0);
    }

    private void startWorker(int number) {
        String thread = options.workers() == 1 ? threadName : threadName + "-" + (number + 1);
        Thread ignored = OwnThreads.start(thread, options.virtualThreads(), () -> {
            Thread.currentThread().setContextClassLoader(consumer.getClass().getClassLoader());
            work(number);
        });
    }

    /** Whether the consumer asks for messages on {@code topic}. */
    boolean wants(String topic) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (TopicPattern pattern : patterns) {
            if (pattern.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /** A message has come that the consumer wants. */
    void take(Message message) {
        if (start == Start.FAILED) {
            return;
        }
        Delivery delivery =
                new Delivery(message, options.keepsPosition() ? watermark.begin(Position.of(message)) : null);
        // Before it may be done with: never more that went out than came in.
        numbers.in.increment();
        Object lane = lane(message);
        boolean entered = options.whenFull() == ConsumerOptions.WhenFull.WAIT
                ? mailbox.put(delivery, message.size(), lane)
                : mailbox.offer(delivery, message.size(), lane);
        if (entered) {
            if (overflowing && mailbox.waiting() <= options.mailbox() / 2) {
                overflowing = false;
                LOG.warn("{}: the mailbox has room again; {} messages dropped so far", name, numbers.dropped.sum());
            }
        } else {
            numbers.in.decrement();
            leave(delivery);
            dropped();
        }
    }

    private @Nullable Object lane(Message message) {
        if (!options.ordered()) {
            return null;
        }
        return options.workers() == 1 ? ONE_LANE : message.topic();
    }

    private void dropped() {
        numbers.dropped.increment();
        if (!overflowing && !mailbox.isCompleting()) {
            overflowing = true;
            LOG.warn(
                    "{}: the mailbox is full ({} messages wait); what comes is dropped until there is room",
                    name,
                    mailbox.waiting());
        }
    }

    private void work(int number) {
        AtWork atWork = workers.get(number);
        try {
            if (number == 0) {
                startConsumer(atWork);
                startOthers();
            }
            Letter<Delivery> letter;
            while ((letter = mailbox.take()) != null) {
                consume(letter, atWork);
            }
            if (working.decrementAndGet() == 0 && start == Start.DONE) {
                guarded(atWork, consumer::stop, "did not stop");
            }
        } finally {
            ended.countDown();
        }
    }

    private void startOthers() {
        for (int other = 1; other < options.workers(); other++) {
            try {
                startWorker(other);
            } catch (OutOfMemoryError e) {
                LOG.error(
                        "{}: worker {} of {} is not to be had: {}", name, other + 1, options.workers(), e.getMessage());
                working.decrementAndGet();
                ended.countDown();
            }
        }
    }

    private void startConsumer(AtWork atWork) {
        if (guarded(atWork, () -> consumer.start(bus), "did not start: it gets no messages")) {
            start = Start.DONE;
        } else {
            start = Start.FAILED;
            numbers.unprocessed.add(mailbox.discard());
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    /** Runs other people's code that has no message; false: it threw, which is logged. */
    private boolean guarded(AtWork atWork, Step step, String failed) {
        atWork.begin(null);
        try {
            step.run();
            return true;
        } catch (Throwable e) {
            ForeignErrors.log(LOG, name + " " + failed, e);
            return false;
        } finally {
            Duration ignored = atWork.end();
        }
    }

    private void consume(Letter<Delivery> letter, AtWork atWork) {
        Message message = letter.content().message();
        Throwable failure = null;
        atWork.begin(message);
        try {
            consumer.consume(message);
        } catch (Throwable e) {
            // Not only what javac knows of: other languages throw checked exceptions from anywhere.
            failure = e;
        }
        times.add(atWork.end());
        boolean ignored = Thread.interrupted(); // what it left behind is not for the next message
        if (failure == null) {
            finish(letter);
        } else {
            failed(letter, failure, atWork);
        }
    }

    private void failed(Letter<Delivery> letter, Throwable failure, AtWork atWork) {
        numbers.exceptions.increment();
        Message message = letter.content().message();
        if (letter.attempts() < options.attempts() && !mailbox.isCompleting()) {
            numbers.retries.increment();
            LOG.debug("{} failed at {}, attempt {}", name, message, letter.attempts(), failure);
            mailbox.again(letter, options.pauseAfter(letter.attempts()).toNanos());
            return;
        }
        ForeignErrors.log(LOG, name + " gives up " + message + " after " + letter.attempts() + " attempts", failure);
        atWork.begin(message);
        try {
            consumer.dead(message, failure);
        } catch (Throwable e) {
            ForeignErrors.log(LOG, name + " could not take leave of " + message, e);
        }
        Duration ignored = atWork.end();
        numbers.dead.increment();
        finish(letter);
    }

    private void finish(Letter<Delivery> letter) {
        leave(letter.content());
        if (mailbox.done(letter)) {
            numbers.out.increment();
        }
    }

    private void leave(Delivery delivery) {
        Watermark.Ticket<Position> ticket = delivery.ticket();
        if (ticket != null) {
            watermark.end(ticket);
            moved.accept(this);
        }
    }

    /** How far it has come; empty before the first message. */
    Optional<Position> position() {
        return Optional.ofNullable(watermark.reached());
    }

    void positionNotKept() {
        numbers.positionFailures.increment();
    }

    /** Takes nothing more; the workers end after what is in the mailbox. */
    void complete() {
        mailbox.complete();
    }

    boolean awaitEnd(long deadlineNanos) {
        return Uninterruptibly.await(ended, Deadlines.left(deadlineNanos));
    }

    /** What is not done will not be; where it is that does not return. */
    List<HubEnd.Stuck> abandon() {
        List<HubEnd.Stuck> stuck = new ArrayList<>();
        workers.forEach(worker -> worker.where(name).ifPresent(stuck::add));
        numbers.unprocessed.add(mailbox.discard());
        return stuck;
    }

    long taken() {
        return numbers.in.sum();
    }

    long processed() {
        return numbers.out.sum();
    }

    long unprocessed() {
        return numbers.unprocessed.sum();
    }

    HubHealth.OfConsumer health() {
        // This one first: never more that went out than came in.
        long out = numbers.out.sum();
        return new HubHealth.OfConsumer(
                Hub.shortName(consumer.getClass(), name),
                consumer.getClass().getPackageName(),
                topics,
                start == Start.DONE,
                numbers.exceptions.sum(),
                mailbox.waiting(),
                numbers.in.sum(),
                out,
                times.all(),
                numbers.dropped.sum(),
                numbers.retries.sum(),
                numbers.dead.sum(),
                numbers.positionFailures.sum(),
                workers.stream().flatMap(worker -> worker.age().stream()).max(Comparator.naturalOrder()));
    }
}
