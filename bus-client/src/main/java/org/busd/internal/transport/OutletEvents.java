package org.busd.internal.transport;

/** What an outlet tells of its work, on its thread; nothing in here may wait. */
public interface OutletEvents {
    /** So many messages, of so many bytes in all, were given to the network: there is room for others. */
    void handedOn(int messages, long bytes);

    /** A message of so many bytes was taken and lost, because the outlet has died: there is room for another. */
    void dropped(int bytes);

    /** The queue of somebody who listens is full, and the outlet waits for room in it. */
    void heldBack();

    /** That wait has outlasted the patience: who is full loses messages. */
    void outOfPatience();

    /** Who waits for something of this outlet shall look again. */
    void changed();
}
