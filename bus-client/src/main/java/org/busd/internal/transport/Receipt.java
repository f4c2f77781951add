package org.busd.internal.transport;

/** What becomes of one message that an outlet has taken: one of the two, once, on the outlet's thread or the sender's. */
public interface Receipt {
    /** It has been given to the network. */
    void handedOn();

    /** It will not be sent. */
    void lost(Throwable why);
}
