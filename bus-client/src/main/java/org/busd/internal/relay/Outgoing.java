package org.busd.internal.relay;

import java.time.Duration;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.Subscribers;
import org.busd.internal.zmq.ZmqSocket;

/**
 * The side of a passage that subscribers connect to.
 *
 * @param highWaterMark how many messages are kept for a subscriber that falls behind; then it loses some
 * @param linger how long subscribers have at the end to take what they were sent
 */
public record Outgoing(BoundEndpoints endpoints, int highWaterMark, Duration linger) {

    /** The socket, not bound yet. */
    ZmqSocket socket(Sockets sockets, Subscribers subscribers) {
        return sockets.xpub(subscribers, endpoints.count(), highWaterMark);
    }
}
