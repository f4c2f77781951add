package org.busd.internal.zmq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.io.net.Address;

/**
 * Tells when a listening socket has accepted all connections that were made before now. The kernel makes connections by
 * itself, and in the first second of a process on a busy host the I/O thread may be late to accept them (measured with
 * four processes starting on two cores: up to a second after the subscriber was connected). They are accepted in the
 * order they were made, so one of our own, made last, is accepted last.
 *
 * <p>Until then {@link Subscribers#isGreeting()} holds. Confined to one thread.
 */
public final class AcceptProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptProbe.class);

    private final Subscribers subscribers;
    private final SocketChannel channel;
    private final String peer;

    private AcceptProbe(Subscribers subscribers, SocketChannel channel, String peer) {
        this.subscribers = subscribers;
        this.channel = channel;
        this.peer = peer;
    }

    /** Connects to a socket that listens on this host, without waiting for it; empty if that cannot be. */
    public static Optional<AcceptProbe> open(InetSocketAddress listening, Subscribers subscribers) {
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.configureBlocking(false);
                channel.bind(new InetSocketAddress(listening.getAddress(), 0));
                AcceptProbe probe =
                        new AcceptProbe(subscribers, channel, new Address(channel.getLocalAddress()).address());
                probe.connect(listening);
                return Optional.of(probe);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("cannot connect to our own socket at {}", listening, e);
            return Optional.empty();
        }
    }

    private void connect(InetSocketAddress listening) throws IOException {
        // Said before it can be accepted.
        subscribers.expect(peer);
        try {
            // If it is not connected at once, the kernel goes on with it.
            boolean ignored = channel.connect(listening);
        } catch (IOException | RuntimeException e) {
            subscribers.expectNoMore(peer);
            throw e;
        }
    }

    @Override
    public void close() {
        subscribers.expectNoMore(peer);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", peer, e);
        }
    }
}
