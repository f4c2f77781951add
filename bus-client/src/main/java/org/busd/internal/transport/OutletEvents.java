package org.busd.internal.transport;

/** What an outlet tells of its work, on its thread or a sender's; nothing in here may wait. */
public interface OutletEvents extends FullQueueEvents {
    /** So many messages, of so many bytes in all, were given to the network: there is room for others. */
    void handedOn(int messages, long bytes);

    /** A message of so many bytes was taken and lost, because the outlet has died: there is room for another. */
    void dropped(int bytes);

    /** Who waits for something of this outlet shall look again. */
    void changed();
}
