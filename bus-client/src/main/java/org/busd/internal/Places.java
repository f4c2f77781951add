package org.busd.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where things are left to be used again, each thread's in a place by its number. Not a {@code ThreadLocal}: nothing stays
 * behind in pool threads, and virtual threads by the thousand share these few. Threads at different places do not contend;
 * of two that share one, the later finds it empty.
 *
 * <p>Thread-safe.
 *
 * @param <T> what is left
 */
public final class Places<T> {
    private static final int PLACES = 64;
    /** References between two places, so that neighbours do not share a cache line. */
    private static final int STRIDE = 16;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES * STRIDE);

    private static int here() {
        return (int) (Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
    }

    /** Takes what lies at the calling thread's place; null: nothing does. */
    public @Nullable T take() {
        return places.getAndSet(here(), null);
    }

    /** Leaves {@code thing} at the calling thread's place. */
    public void leave(T thing) {
        places.set(here(), thing);
    }

    /** Empties all places. */
    public void clear() {
        for (int place = 0; place < places.length(); place += STRIDE) {
            places.set(place, null);
        }
    }
}
