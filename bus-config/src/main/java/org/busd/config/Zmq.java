package org.busd.config;

import java.time.Duration;
import java.util.Optional;

/**
 * ZeroMQ's own knobs ({@code bus.zmq}). Immutable.
 *
 * @param ioThreads I/O threads of a client
 * @param tcpKeepalive TCP's keep-alive
 * @param heartbeat how often ZeroMQ asks an idle peer whether it lives; empty for {@code off}
 * @param maxConnections how many connections one bound socket accepts
 */
public record Zmq(int ioThreads, TcpKeepalive tcpKeepalive, Optional<Duration> heartbeat, int maxConnections) {}
