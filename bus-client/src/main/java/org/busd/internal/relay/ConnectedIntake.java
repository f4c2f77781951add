package org.busd.internal.relay;

import java.time.Duration;
import java.util.Collection;
import org.busd.config.Endpoint;
import org.busd.internal.zmq.Connector;
import org.busd.internal.zmq.OwnAddress;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.ZmqSocket;
import org.jspecify.annotations.Nullable;
import zmq.ZMQ;

/**
 * It connects to publishers: a gateway's. What turns out to be the gateway's own endpoint is left out: its messages would go round for ever.
 *
 * <p>Nobody queues for a gateway that is not there, so there is nothing to settle: each moment before it connects is one
 * whose messages it misses.
 */
public final class ConnectedIntake implements Intake {
    private final Collection<Endpoint> endpoints;
    private final Connector connector;
    /** Wakes the passage, once there is one. */
    private volatile Runnable waker = () -> {};

    private volatile @Nullable ZmqSocket connecting;

    /** @param own where the gateway itself publishes */
    public ConnectedIntake(String name, Collection<Endpoint> endpoints, OwnAddress own) {
        this.endpoints = endpoints;
        this.connector = Connector.leavingOut(name, own::is, () -> waker.run());
    }

    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    public ZmqSocket socket(Sockets sockets) {
        ZmqSocket sub = sockets.sub(connector::happened);
        sub.set(ZMQ.ZMQ_SUBSCRIBE, new byte[0]);
        connecting = sub;
        return sub;
    }

    @Override
    public void open(ZmqSocket sub, Runnable given) {
        waker = given;
        connector.connect(sub, endpoints);
    }

    @Override
    public void attend(ZmqSocket sub) {
        while (connector.follow(sub)) {
            // One after the other.
        }
    }

    @Override
    public void close() {
        connector.close();
    }

    /** How many publishers it is connected to. Thread-safe. */
    public int connectionCount() {
        ZmqSocket sub = connecting;
        return sub == null ? 0 : sub.connectionCount();
    }
}
