package org.busd;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.actor.Actor;
import org.busd.actor.Alarm;
import org.busd.internal.Deadlines;
import org.busd.internal.ForeignErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer in a hub. Its beats are counted from the start: the next one is due at a multiple of its period, whenever the
 * last one was begun or done.
 *
 * <p>Thread-safe.
 */
final class HubProducer {
    private static final Logger LOG = LoggerFactory.getLogger(HubProducer.class);

    private final Producer producer;
    private final String name;
    private final Duration every;
    private final boolean now;
    private final BusClient bus;
    private final HubClock clock;
    private final Actor actor;
    private final AtWork atWork;
    private final AtomicLong exceptions = new AtomicLong();
    private final AtomicLong beats = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();

    private volatile boolean started;
    private volatile @Nullable Thread beating;
    private volatile Optional<Instant> lastRan = Optional.empty();
    /** When beat 0 was, or would have been; written before the first. */
    private volatile long zeroNanos;

    HubProducer(Producer producer, BusClient bus, String hubName, HubClock clock) {
        this.producer = producer;
        this.name = producer.name();
        this.every = producer.every();
        if (every.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + ": every() is " + every + ": must be a millisecond at the least");
        }
        this.now = producer.now();
        this.bus = bus;
        this.clock = clock;
        this.atWork = new AtWork(clock.nanos());
        this.actor = Actor.builder(hubName + "-" + name)
                .capacity(1)
                .clock(clock.nanos())
                .build();
    }

    String name() {
        return name;
    }

    void start() {
        zeroNanos = clock.nanos().getAsLong();
        started = true;
        alarmAt(now ? 0 : 1);
    }

    private void alarmAt(long beat) {
        long due = zeroNanos + beat * every.toNanos();
        Duration delay = Duration.ofNanos(due - clock.nanos().getAsLong());
        try {
            Alarm ignored = actor.alarm(delay, () -> beat(beat));
        } catch (RejectedExecutionException ending) {
            LOG.debug("{} has had its last beat", name);
        }
    }

    private void beat(long beat) {
        beating = Thread.currentThread();
        Thread.currentThread().setContextClassLoader(producer.getClass().getClassLoader());
        beats.incrementAndGet();
        lastRan = Optional.of(clock.wall().instant());
        atWork.begin(null);
        try {
            producer.poll(bus);
        } catch (Throwable e) {
            exceptions.incrementAndGet();
            ForeignErrors.log(LOG, name + " failed", e);
        } finally {
            Duration ignored = atWork.end();
        }
        long periods = Math.floorDiv(clock.nanos().getAsLong() - zeroNanos + every.toNanos() - 1, every.toNanos());
        long next = Math.max(beat + 1, periods);
        missed.addAndGet(next - beat - 1);
        alarmAt(next);
    }

    /** For tests with a clock of their own: looks at it. */
    void lookAtClock() {
        actor.ask(() -> beats.get()).join();
    }

    void complete() {
        actor.complete();
    }

    /** Where it is that does not return by then. */
    Optional<HubEnd.Stuck> awaitEnd(long deadlineNanos) {
        // One that ends its hub is not back until it has.
        boolean waits = Thread.currentThread() == beating;
        return !waits && actor.awaitEnd(Deadlines.left(deadlineNanos)) ? Optional.empty() : atWork.where(name);
    }

    HubHealth.OfProducer health() {
        return new HubHealth.OfProducer(
                Hub.shortName(producer.getClass(), name),
                producer.getClass().getPackageName(),
                started,
                exceptions.get(),
                every,
                now,
                lastRan,
                beats.get(),
                missed.get());
    }
}
