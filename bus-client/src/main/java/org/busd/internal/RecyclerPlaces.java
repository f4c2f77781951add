package org.busd.internal;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's buffers, each thread's in a place by its number: nothing of it in the thread itself, and no contention between
 * those that read at the same time, which Jackson's own pools have. Threads that share a place make new buffers now and then.
 *
 * <p>Thread-safe.
 */
final class RecyclerPlaces implements RecyclerPool<BufferRecycler> {
    private static final long serialVersionUID = 1L;
    private static final int PLACES = 64;
    /** References between two places, so that neighbours do not share a cache line. */
    private static final int STRIDE = 16;

    private final transient AtomicReferenceArray<@Nullable BufferRecycler> places =
            new AtomicReferenceArray<>(PLACES * STRIDE);

    private static int here() {
        return (int) (Thread.currentThread().getId() & (PLACES - 1)) * STRIDE;
    }

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler left = places.getAndSet(here(), null);
        return left == null ? new BufferRecycler() : left;
    }

    @Override
    public void releasePooled(BufferRecycler recycler) {
        places.set(here(), recycler);
    }
}
