package org.busd.internal.relay;

import java.time.Duration;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.ZmqSocket;

/**
 * Publishers connect to it: a relay's.
 *
 * @param settle publishers queue what they publish while there is no relay, and send it within milliseconds of their
 *     connection: those who listen get so long to be back before
 */
public record BoundIntake(BoundEndpoints endpoints, Duration settle) implements Intake {

    @Override
    public ZmqSocket socket(Sockets sockets) {
        return sockets.boundSub();
    }

    @Override
    public void open(ZmqSocket sub, Runnable waker) {
        endpoints.bind(sub);
    }

    @Override
    public void attend(ZmqSocket sub) {
        // Publishers come and go by themselves.
    }

    @Override
    public void close() {
        // Nothing was begun.
    }
}
