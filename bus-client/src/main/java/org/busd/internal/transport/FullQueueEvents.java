package org.busd.internal.transport;

/** What is told of the full queues of those who listen, on an outlet's thread; nothing in here may wait. */
public interface FullQueueEvents {
    /** The queue of somebody who listens is full, and a wait for room in it begins. */
    void heldBack();

    /** That wait has lasted so much longer. */
    void waited(long nanos);

    /** Who is full begins to lose messages, until there is room again. Told once an episode. */
    void dropping();
}
