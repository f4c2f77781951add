package org.busd.internal.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what an inlet receives, on the inlet's threads. */
public interface Receiver {
    /** Takes messages, in this order, waiting for room; false: no more is wanted. The list is not kept. */
    boolean take(List<Frames> messages);

    /** Whether {@link #serve} does anything. */
    boolean isServing();

    /**
     * Does what is to be done with what was taken; may last, for it is up to user code. Always on the same thread, after each
     * {@link #take}, of which there may be others meanwhile, on another thread.
     */
    void serve();

    /** Nothing will come any more, because of {@code failure} where nobody wanted the end. Once. */
    void ended(@Nullable Throwable failure);
}
