package org.busd.config;

import java.net.URI;
import java.util.Optional;

/**
 * Where a daemon tells how it is ({@code bus.monitoring}). Immutable.
 *
 * @param endpoint where it publishes its state, a ZeroMQ address to bind; may be a wildcard address
 * @param http where it answers HTTP, {@code http://host:port} without a path
 */
public record Monitoring(Optional<Endpoint> endpoint, Optional<URI> http) {}
