package org.busd.internal.zmq;

import java.time.Duration;
import java.util.Optional;

/**
 * How many connections a socket accepts, and how long each may be silent at first.
 *
 * @param maxConnections {@code bus.zmq.max-connections}
 * @param bufferBytes the direct memory of one connection
 * @param silence how long a peer may take until something comes that only a peer sends which has shaken hands; empty:
 *     for ever, since nobody asks it for a sign
 */
record PeerLimits(int maxConnections, long bufferBytes, Optional<Duration> silence) {}
