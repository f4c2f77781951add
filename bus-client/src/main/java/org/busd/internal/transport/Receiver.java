package org.busd.internal.transport;

/** Takes what an inlet receives, on the inlet's thread. */
public interface Receiver {
    /** Takes a message, waiting for room; false: no more is wanted. */
    boolean take(Frames message);

    /** Nothing will come any more. Once. */
    void ended();
}
