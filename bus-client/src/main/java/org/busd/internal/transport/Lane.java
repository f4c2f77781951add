package org.busd.internal.transport;

/** A way into an outlet that keeps the order of what goes in. One thread at a time may use it. */
public interface Lane {
    /**
     * Puts a message in; never waits.
     *
     * @param receipt told what becomes of it, on the outlet's thread
     * @return false: it was not taken
     */
    boolean send(byte[] topic, byte[] envelope, Receipt receipt);

    /**
     * Gives a message to the network at once, if the outlet has nothing else to do; never waits. Only when the outlet has
     * taken what was put in before, for the message would overtake it.
     *
     * @return false: it was not taken, and may be put in
     */
    boolean sendNow(byte[] topic, byte[] envelope);

    /** Closes; what was put in is still taken by the outlet. Once only. */
    void close();
}
