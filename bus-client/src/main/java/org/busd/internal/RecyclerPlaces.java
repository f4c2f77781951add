package org.busd.internal;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;

/**
 * Jackson's buffers, in {@link Places}: nothing of them in the threads themselves, and no contention between those that
 * read at the same time, which Jackson's own pools have. Threads that share a place make new buffers now and then.
 *
 * <p>Thread-safe.
 */
final class RecyclerPlaces implements RecyclerPool<BufferRecycler> {
    private static final long serialVersionUID = 1L;

    private final transient Places<BufferRecycler> places = new Places<>();

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler left = places.take();
        return left == null ? new BufferRecycler() : left;
    }

    @Override
    public void releasePooled(BufferRecycler recycler) {
        places.leave(recycler);
    }
}
