package org.busd.internal.transport;

import java.util.List;

/** Takes what an inlet receives, on the inlet's thread. */
public interface Receiver {
    /** Takes messages, in this order, waiting for room; false: no more is wanted. The list is not kept. */
    boolean take(List<Frames> messages);

    /** Nothing will come any more. Once. */
    void ended();
}
