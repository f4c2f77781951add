package org.busd.internal.transport;

import java.time.Duration;
import java.util.List;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;

/**
 * How one client's messages get to other processes, and theirs to it. Opening one costs nothing that is not needed yet.
 * Thread-safe.
 */
public interface Transport {
    /**
     * A way out of the process, not open yet.
     *
     * @param name of its thread
     * @param events told what becomes of messages
     */
    Outlet outlet(String name, OutletEvents events);

    /** Who listens to this client's outlets, all of them together. */
    Audience audience();

    /**
     * A way in, not open yet.
     *
     * @param name of its thread
     * @param endpoints where to listen
     * @param prefixes what topics begin with (UTF-8) that are wanted; at least one, the empty one wants all
     * @param receiver gets what comes
     */
    Inlet inlet(String name, List<Endpoint> endpoints, List<byte[]> prefixes, Receiver receiver);

    /** What its peers brought upon themselves. */
    PeerCounters peerCounters();

    /**
     * Throws where nothing can be sent or received any more.
     *
     * @throws Failure that says why and what to do
     */
    void checkAlive();

    /** Whether {@link #checkAlive} would throw. */
    boolean isDead();

    /** Has {@code waker} called when this has died: who waits for what it would do wants to know. */
    void whenDead(Runnable waker);

    /**
     * Ends it, once its outlets and inlets have been closed.
     *
     * @return whether it ended within {@code wait}; if not, it still ends in the background
     */
    boolean close(Duration wait);
}
