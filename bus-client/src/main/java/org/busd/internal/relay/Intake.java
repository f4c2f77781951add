package org.busd.internal.relay;

import java.time.Duration;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.ZmqSocket;

/** How a passage gets its messages: publishers come to it, or it goes to them. Confined to the passage's thread. */
public interface Intake {

    /** How long subscribers are let in before messages are. */
    Duration settle();

    /** The socket, subscribed to everything, neither bound nor connected yet. */
    ZmqSocket socket(Sockets sockets);

    /**
     * Lets messages come.
     *
     * @param waker wakes the passage's thread, from any other, to {@link #attend}
     */
    void open(ZmqSocket sub, Runnable waker);

    /** Does what has come up since. */
    void attend(ZmqSocket sub);

    /** Nothing more comes up. */
    void close();
}
