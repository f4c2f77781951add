package org.busd.internal.zmq;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.ZMQ;

/**
 * The way past a sleeping outlet: while it has nothing to do, a publishing thread uses its socket for one message, rather
 * than to wake it for that. Whoever finds the socket in use, or a subscriber's queue full, does not wait here but takes the
 * long way.
 *
 * <p>JeroMQ's sockets are for one thread at a time, with a memory barrier in between; the lock is both. The outlet holds it
 * whenever it is awake.
 *
 * <p>Thread-safe, but for what is said to be the outlet's.
 */
final class Shortcut {
    private final Subscribers subscribers;
    private final Bell bell;
    private final ReentrantLock using = new ReentrantLock();

    /** The outlet sleeps; set by it alone, taken back by anybody. */
    private volatile boolean open;

    /** Guarded by {@link #using}. */
    private @Nullable ZmqSocket xpub;

    /** What a publishing thread met with in the socket, which may be good for nothing now; guarded by {@link #using}. */
    private @Nullable Throwable harm;

    /**
     * A shortcut that is closed.
     *
     * @param bell wakes the outlet
     */
    Shortcut(Subscribers subscribers, Bell bell) {
        this.subscribers = subscribers;
        this.bell = bell;
    }

    /** Whether it is worth a try. */
    boolean isOpen() {
        return open;
    }

    /** Sends one message; false: it could not be sent at once. */
    boolean send(TopicFrame topic, byte[] envelope) {
        if (!using.tryLock()) {
            return false;
        }
        try {
            ZmqSocket socket = xpub;
            return open && socket != null && send(socket, topic, envelope);
        } finally {
            using.unlock();
        }
    }

    private boolean send(ZmqSocket socket, TopicFrame topic, byte[] envelope) {
        try {
            return socket.send(topic, ZMQ.ZMQ_SNDMORE | ZMQ.ZMQ_DONTWAIT)
                    && socket.send(new Msg(envelope), ZMQ.ZMQ_DONTWAIT);
        } catch (RuntimeException | Error e) {
            // The outlet dies of it, as it would have had it met with that itself.
            harm = e;
            wake();
            return false;
        } finally {
            // The socket takes subscriptions in while it sends, and the outlet has to tell of them.
            if (subscribers.isArriving()) {
                wake();
            }
        }
    }

    private void wake() {
        open = false;
        bell.wake();
    }

    /** The outlet is awake, and uses {@code socket}. The outlet's. */
    void begin(ZmqSocket socket) {
        using.lock();
        xpub = socket;
    }

    /**
     * Sleeps; the shortcut is open meanwhile. The outlet's, between {@link #begin} and {@link #end}.
     *
     * @param millis as in {@link ZmqPoller#sleep}
     */
    void sleep(ZmqPoller poller, long millis) {
        open = true;
        using.unlock();
        try {
            poller.sleep(millis);
        } finally {
            open = false;
            using.lock();
        }
        if (harm != null) {
            throw new IllegalStateException("a publishing thread met with " + harm, harm);
        }
    }

    /** The socket is the outlet's alone from now on. Idempotent. The outlet's. */
    void end() {
        if (using.isHeldByCurrentThread()) {
            xpub = null;
            using.unlock();
        }
    }
}
