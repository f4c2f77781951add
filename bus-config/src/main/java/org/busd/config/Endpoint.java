package org.busd.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ address over TCP, {@code tcp://host:port}. Immutable; nothing here resolves a name.
 *
 * <p>The host is a name after RFC 1123 (underscores are let pass, for container platforms make such names), an IPv4
 * or IPv6 address, or {@code *} for all interfaces. Which keys take a wildcard is the settings' business: only those
 * that are bound and never connected to.
 *
 * @param host the name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {
    /**
     * Checks both parts.
     *
     * @param host the name or address
     * @param port the port
     * @throws IllegalArgumentException if the host is not a host or the port is out of range; the message says what
     *     would be right
     */
    public Endpoint {
        Host.check(host);
        EndpointSyntax.checkPort(port);
    }

    /**
     * Reads an address, or a range of ports as in {@code tcp://127.0.0.1:4002-4017}.
     *
     * @param text one address
     * @return one endpoint, or those of the range in its order; unmodifiable
     * @throws IllegalArgumentException if it is not an address; the message shows it and says what would be right
     */
    public static List<Endpoint> parse(String text) {
        try {
            return EndpointSyntax.parse(text);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(JsonText.quoted(text) + ": " + refused.getMessage(), refused);
        }
    }

    /**
     * Whether the host is this host for certain: {@code localhost} or a loopback address as such.
     *
     * @return {@code false} for every other name, whatever it may resolve to
     */
    public boolean isLoopback() {
        return Host.isLoopback(host);
    }

    /**
     * Whether the host stands for all interfaces. Such an endpoint can be bound but not connected to.
     *
     * @return {@code true} for {@code *}, {@code 0.0.0.0} and {@code ::}
     */
    public boolean isWildcard() {
        return Host.isWildcard(host);
    }

    // Written out, for what the JDK links into a record stays in a static cache of its own, and with it our class
    // loader.

    /** Whether {@code other} is the same host, letter for letter, and port. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Endpoint endpoint && host.equals(endpoint.host) && port == endpoint.port;
    }

    @Override
    public int hashCode() {
        return (31 * host.hashCode()) + port;
    }

    /** The address as ZeroMQ takes it: {@code tcp://host:port}, IPv6 in brackets. */
    @Override
    public String toString() {
        return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
