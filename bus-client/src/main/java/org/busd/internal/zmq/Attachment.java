package org.busd.internal.zmq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;

/** How an outlet's publishing socket gets to the network. */
sealed interface Attachment {
    /**
     * Binds or connects {@code socket}, on the outlet's thread.
     *
     * @return where it now is: the one endpoint bound, or all connected
     * @throws Failure if that cannot be
     */
    List<Endpoint> attach(ZmqSocket socket);

    /** How {@code endpoint}, which this attached to, is reached from this host; empty where nothing of ours listens. */
    Optional<InetSocketAddress> listening(Endpoint endpoint);

    /** Binds the first free of the endpoints listed for {@code service}. */
    record Bound(String service, List<Endpoint> candidates, Binding binding) implements Attachment {
        @Override
        public List<Endpoint> attach(ZmqSocket socket) {
            for (Endpoint candidate : candidates) {
                if (binding.bind(socket, candidate)) {
                    return List.of(candidate);
                }
            }
            throw new Failure("no free endpoint for service " + service + ": tried "
                    + candidates.stream().map(Endpoint::toString).collect(Collectors.joining(", "))
                    + "; list more ports in bus.endpoints, or look who holds these (ss -ltnp)");
        }

        @Override
        public Optional<InetSocketAddress> listening(Endpoint endpoint) {
            Endpoint bound = binding.of(endpoint);
            return Optional.of(
                    bound.isWildcard()
                            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.port())
                            : new InetSocketAddress(bound.host(), bound.port()));
        }
    }

    /** Connects to every relay listed. */
    record ToRelay(List<Endpoint> relays) implements Attachment {
        @Override
        public List<Endpoint> attach(ZmqSocket socket) {
            List<Endpoint> connected = new ArrayList<>();
            for (Endpoint relay : relays) {
                try {
                    socket.connect(TcpAddresses.resolve(relay));
                } catch (UnknownHostException e) {
                    throw new Failure("the relay's host is unknown: " + relay + " (bus.relay.inbound)", e);
                }
                connected.add(relay);
            }
            return List.copyOf(connected);
        }

        @Override
        public Optional<InetSocketAddress> listening(Endpoint endpoint) {
            return Optional.empty();
        }
    }
}
