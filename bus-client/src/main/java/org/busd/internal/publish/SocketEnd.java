package org.busd.internal.publish;

/** What a thread socket was closed by. */
public enum SocketEnd {
    /** Its thread asked for it, or was made by a wrapped factory. */
    CALL,
    /** Its thread's thread locals were collected, or erased and collected. */
    CLEANER,
    /** Its thread was found dead. */
    WATCH,
    /** The client was shut down. */
    SHUTDOWN,
    /** Its outlet died. */
    FAILURE
}
