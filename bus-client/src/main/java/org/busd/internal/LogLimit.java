package org.busd.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs one kind of event once a minute at the most, and says then how many were left out: for what peers or load can
 * bring about at any rate. Thread-safe; who is left out pays for a look at the clock and an addition.
 */
public final class LogLimit {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    /** When the next may be logged. */
    private final AtomicLong nextNanos;

    private final AtomicLong leftOut = new AtomicLong();

    public LogLimit() {
        this(System::nanoTime);
    }

    LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Tells of an event by {@code line}, or leaves it out.
     *
     * @param line logs it; gets what is to stand at the end: nothing, or how many were left out before
     */
    public void tell(Consumer<String> line) {
        long now = nanoTime.getAsLong();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + PAUSE.toNanos())) {
            leftOut.incrementAndGet();
            return;
        }
        long others = leftOut.getAndSet(0);
        line.accept(others == 0 ? "" : " (" + others + " more like this since the last time)");
    }
}
