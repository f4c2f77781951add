package org.busd.internal.zmq;

import java.time.Duration;
import java.util.Optional;

/**
 * How many connections a socket accepts, how long each may be silent, and how long those of our making may take.
 *
 * @param maxConnections {@code bus.zmq.max-connections}
 * @param bufferBytes the direct memory of one connection
 * @param silence how long a peer may take until something comes that only a peer sends which has shaken hands; empty:
 *     for ever, since nobody asks it for a sign
 * @param pause how long a peer may say nothing after that, unless it is we who do not listen; empty: for ever
 * @param attempt how long an attempt at a connection of our making may take until another is made; empty: for as long as
 *     TCP tries, since something may be queued for it
 */
record PeerLimits(
        int maxConnections,
        long bufferBytes,
        Optional<Duration> silence,
        Optional<Duration> pause,
        Optional<Duration> attempt) {}
