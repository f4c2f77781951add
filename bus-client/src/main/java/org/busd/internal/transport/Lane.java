package org.busd.internal.transport;

/** A way into an outlet that keeps the order of what goes in. One thread at a time may use it. */
public interface Lane {
    /**
     * Puts a message in; never waits.
     *
     * @param receipt told what becomes of it, on the outlet's thread or on this
     * @param alone the outlet has taken all that was put in before, so that the message may go to the network at once
     * @return false: it was not taken
     */
    boolean send(byte[] topic, byte[] envelope, Receipt receipt, boolean alone);

    /** Closes; what was put in is still taken by the outlet. Once only. */
    void close();

    /** Whether one that is closed holds nothing of its transport any more. Thread-safe. */
    boolean isGone();
}
