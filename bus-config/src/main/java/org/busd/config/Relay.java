package org.busd.config;

import java.util.List;

/**
 * Where the relay binds ({@code bus.relay}), and so where processes with {@code bus.publish.via = relay} connect.
 * Immutable.
 *
 * @param inbound where the relay takes messages in, at least one; publishers connect here
 * @param outbound where the relay publishes them again, at least one; may be a wildcard address
 */
public record Relay(List<Endpoint> inbound, List<Endpoint> outbound) {}
