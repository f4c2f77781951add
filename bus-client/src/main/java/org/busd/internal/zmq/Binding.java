package org.busd.internal.zmq;

import java.util.Optional;
import org.busd.config.Endpoint;

/**
 * Where listed endpoints are bound. A loopback address binds as written. Any other host name binds all interfaces, as
 * fedmsg does, for a host may well map its own name to 127.0.1.1 (Debian), unless the settings say where.
 *
 * @param bindAddress {@code bus.publish.bind-address}
 */
public record Binding(Optional<String> bindAddress) {
    /** The interface and port for {@code listed}. */
    public Endpoint of(Endpoint listed) {
        return listed.isLoopback() ? listed : new Endpoint(bindAddress.orElse("*"), listed.port());
    }

    /** Binds {@code socket} for {@code listed}; returns whether it did. False: taken, or not an address of this host. */
    public boolean bind(ZmqSocket socket, Endpoint listed) {
        Endpoint here = of(listed);
        return socket.bind(here.host(), here.port());
    }
}
