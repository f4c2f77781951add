package org.busd;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one thread of a hub is at, so that others see for how long, and where. Written by that thread, read by any.
 */
final class AtWork {
    private final LongSupplier nanos;
    private volatile @Nullable Work work;

    private record Work(Thread thread, @Nullable Message message, long since) {}

    AtWork(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The calling thread begins. */
    void begin(@Nullable Message message) {
        work = new Work(Thread.currentThread(), message, nanos.getAsLong());
    }

    /** It has come back; returns how long that was. */
    Duration end() {
        Work done = work;
        work = null;
        return done == null ? Duration.ZERO : age(done);
    }

    private Duration age(Work work) {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - work.since));
    }

    /** For how long it has been at work; empty if it is not. */
    Optional<Duration> age() {
        return Optional.ofNullable(work).map(this::age);
    }

    /** Where it is; empty if it is not at work. */
    Optional<HubEnd.Stuck> where(String name) {
        Work at = work;
        if (at == null) {
            return Optional.empty();
        }
        return Optional.of(new HubEnd.Stuck(
                name,
                Optional.ofNullable(at.message).map(Message::toString),
                age(at),
                at.thread.getName(),
                List.of(at.thread.getStackTrace())));
    }
}
