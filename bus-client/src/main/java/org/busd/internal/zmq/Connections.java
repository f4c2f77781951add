package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZMQ;

/**
 * The TCP connections of one socket, so that none outlives it.
 *
 * <p>JeroMQ 0.6.0 forgets one now and then: when a socket closes, each of its sessions tells it so through its mailbox
 * ({@code Mailbox.send} queues the command, then signals it), and the reaper may take the command from the queue, be done
 * and close the mailbox before the session has signalled. The session's thread gets a {@code ClosedChannelException} and
 * leaves the connection open, for ever: to its peer a subscriber that never reads. (One close of a hundred on a busy host.)
 *
 * <p>Thread-safe: filled on I/O threads, emptied by the socket's owner.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /** A connection was accepted, made or ended. */
    void note(ZMQ.Event event) {
        if (event.arg instanceof SocketChannel channel) {
            if (event.event == ZMQ.ZMQ_EVENT_DISCONNECTED) {
                open.remove(channel);
            } else {
                open.add(channel);
            }
        }
    }

    /** Those that are open, as they come and go. */
    Set<SocketChannel> open() {
        return Collections.unmodifiableSet(open);
    }

    /** Closes what is left once the socket is gone; for those that ZeroMQ has closed itself nothing happens. */
    void closeAll() {
        for (SocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("{} does not close", channel, e);
            }
        }
        open.clear();
    }
}
