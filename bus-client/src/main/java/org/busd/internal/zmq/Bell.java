package org.busd.internal.zmq;

import org.busd.internal.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;

/**
 * Wakes a thread that sleeps in its sockets, by an empty message to one of them that means nothing else. {@link #ring}
 * does so for the last time; who wakes or rings before the bell is there, or after that, does nothing.
 *
 * <p>Thread-safe.
 */
public final class Bell {
    private static final Logger LOG = LoggerFactory.getLogger(Bell.class);

    /** Guarded by this. */
    private @Nullable ZmqSocket ringer;

    /** Gives it a socket that is connected to one of the sleeper's, and which is closed by the ringing. */
    public synchronized void hang(ZmqSocket connected) {
        ringer = connected;
    }

    /** Wakes the sleeper, now or when it next goes to sleep; as often as there is a reason. */
    public synchronized void wake() {
        if (ringer != null) {
            ringer.send(new Msg(), ZMQ.ZMQ_DONTWAIT);
        }
    }

    /** As {@link #wake}, for the last time. */
    public synchronized void ring() {
        ZmqSocket hung = ringer;
        if (hung != null) {
            ringer = null;
            try {
                hung.send(new Msg(), ZMQ.ZMQ_DONTWAIT);
            } catch (Failure e) {
                LOG.debug("the context has ended, so nobody sleeps any more", e);
            } finally {
                hung.close();
            }
        }
    }
}
