package org.busd.internal.zmq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;
import zmq.ZMQ;

/** How an outlet's publishing socket gets to the network. */
sealed interface Attachment {
    /**
     * Binds or connects {@code socket}, on the outlet's thread.
     *
     * @param waker wakes that thread, from any other, to {@link #attend}
     * @return where it now is: the one endpoint bound, or all connected
     * @throws Failure if that cannot be
     */
    List<Endpoint> attach(ZmqSocket socket, Runnable waker);

    /** Does what has come up since, on the outlet's thread. */
    void attend(ZmqSocket socket);

    /** A connection of the socket's was made or has ended. On JeroMQ's threads. */
    void happened(ZMQ.Event event);

    /** Nothing more comes up. */
    void close();

    /** How {@code endpoint}, which this attached to, is reached from this host; empty where nothing of ours listens. */
    Optional<InetSocketAddress> listening(Endpoint endpoint);

    /** Binds the first free of the endpoints listed for {@code service}. */
    record Bound(String service, List<Endpoint> candidates, Binding binding) implements Attachment {
        @Override
        public List<Endpoint> attach(ZmqSocket socket, Runnable waker) {
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
        public void attend(ZmqSocket socket) {
            // Bound once.
        }

        @Override
        public void happened(ZMQ.Event event) {
            // Whoever comes is welcome.
        }

        @Override
        public void close() {
            // Nothing ever comes up.
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

    /** Connects to every relay listed, and follows their names. */
    final class ToRelay implements Attachment {
        private final List<Endpoint> relays;
        private final Connector connector;
        /** Wakes the outlet, once it is attached. */
        private volatile Runnable waker = () -> {};

        ToRelay(String name, Lookup names, List<Endpoint> relays) {
            this.relays = relays.stream().distinct().toList();
            this.connector = new Connector(name, names, () -> waker.run());
        }

        /** How many different ones there are. */
        int count() {
            return relays.size();
        }

        @Override
        public List<Endpoint> attach(ZmqSocket socket, Runnable given) {
            waker = given;
            connector.connect(socket, relays);
            return relays;
        }

        @Override
        public void attend(ZmqSocket socket) {
            while (connector.follow(socket)) {
                // One after the other.
            }
        }

        @Override
        public void happened(ZMQ.Event event) {
            connector.happened(event);
        }

        @Override
        public void close() {
            connector.close();
        }

        @Override
        public Optional<InetSocketAddress> listening(Endpoint endpoint) {
            return Optional.empty();
        }
    }
}
