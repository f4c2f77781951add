package org.busd.config;

import java.time.Duration;

/**
 * TCP's keep-alive on every connection ({@code bus.zmq.tcp-keepalive}). Immutable.
 *
 * @param enabled whether it is on
 * @param count probes without answer after which the connection is given up
 * @param idle silence after which probing begins; at least one second
 * @param interval time between probes; at least one second
 */
public record TcpKeepalive(boolean enabled, int count, Duration idle, Duration interval) {}
