package org.busd.config;

import java.time.Duration;

/**
 * How this process subscribes ({@code bus.subscribe}). Immutable.
 *
 * @param highWaterMark messages kept for the handlers, for each endpoint
 * @param maxMessageSize the biggest message that is taken, in bytes; a peer that sends a bigger one loses its connection
 * @param reconnect the first pause before connecting again
 * @param reconnectMax the longest pause before connecting again
 */
public record Subscribe(int highWaterMark, long maxMessageSize, Duration reconnect, Duration reconnectMax) {}
