package org.busd.internal.zmq;

import java.util.concurrent.locks.ReentrantLock;
import org.busd.internal.transport.OutletEvents;
import org.jspecify.annotations.Nullable;
import zmq.ZMQ;

/**
 * The way past a sleeping outlet: while it has nothing to do, a publishing thread uses its socket for one message, rather
 * than to wake it for that. Whoever finds the socket in use does not wait here but takes the long way.
 *
 * <p>JeroMQ's sockets are for one thread at a time, with a memory barrier in between; the lock is both. The outlet holds it
 * whenever it is awake.
 *
 * <p>Thread-safe, but for what is said to be the outlet's.
 */
final class Shortcut {
    private final Subscribers subscribers;
    private final Bell bell;
    private final OutletEvents events;
    private final ReentrantLock using = new ReentrantLock();

    /** The outlet sleeps; set by it alone, taken back by anybody. */
    private volatile boolean open;

    /** Guarded by {@link #using}. */
    private @Nullable ZmqSocket xpub;

    /** What a subscriber had no room for; guarded by {@link #using}. */
    private @Nullable Handover refused;

    /** What a publishing thread met with in the socket, which may be good for nothing now; written under {@link #using}. */
    private volatile @Nullable Throwable harm;

    /**
     * A shortcut that is closed.
     *
     * @param bell wakes the outlet
     * @param events told of what is sent here
     */
    Shortcut(Subscribers subscribers, Bell bell, OutletEvents events) {
        this.subscribers = subscribers;
        this.bell = bell;
        this.events = events;
    }

    /** Whether it is worth a try. */
    boolean isOpen() {
        return open;
    }

    /**
     * Sends one message, or has the outlet do so first of all, where a subscriber's queue is full.
     *
     * @return false: neither; it may be sent otherwise
     */
    boolean send(TopicFrame topic, Handover message) {
        int size = message.size();
        if (!using.tryLock()) {
            return false;
        }
        boolean sent;
        try {
            ZmqSocket socket = xpub;
            // A subscription would be taken in on this thread, which may have little stack left for it; it wakes the
            // outlet.
            if (!open || socket == null || subscribers.isArriving()) {
                return false;
            }
            sent = send(socket, topic, message);
        } finally {
            using.unlock();
        }
        if (sent) {
            message.receipt().handedOn();
            events.handedOn(1, size);
        }
        return true;
    }

    /** Returns whether it is sent rather than left to the outlet. */
    private boolean send(ZmqSocket socket, TopicFrame topic, Handover message) {
        try {
            if (!socket.send(topic, ZMQ.ZMQ_SNDMORE | ZMQ.ZMQ_DONTWAIT)) {
                // JeroMQ remembers for whom the refused message is until that has been sent: it has to be the next.
                refused = message;
                wake();
                return false;
            }
            socket.send(message, ZMQ.ZMQ_DONTWAIT);
            // The socket takes subscriptions in while it sends, and the outlet has to tell of them.
            wakeIfArriving();
            return true;
        } catch (RuntimeException | Error e) {
            // The outlet dies of it, as it would have had it met with that itself.
            harm = e;
            wake();
            throw e;
        }
    }

    private void wakeIfArriving() {
        if (subscribers.isArriving()) {
            wake();
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
     * Sleeps; the shortcut is open meanwhile, unless a subscription is arriving. The outlet's, between {@link #begin} and {@link #end}.
     *
     * @param millis as in {@link ZmqPoller#sleep}, as is {@code useful}
     */
    void sleep(ZmqPoller poller, long millis, boolean useful) {
        // What is arriving wakes the outlet, if nobody else takes it.
        open = !subscribers.isArriving();
        using.unlock();
        try {
            poller.sleep(millis, useful);
        } finally {
            open = false;
            using.lock();
        }
        Throwable met = harm;
        if (met != null) {
            throw new IllegalStateException("a publishing thread met with " + met, met);
        }
    }

    /** What the outlet will die of, when it next wakes. Thread-safe. */
    @Nullable
    Throwable harm() {
        return harm;
    }

    /** The message that was left to the outlet, once; null: none was. The outlet's. */
    @Nullable
    Handover takeRefused() {
        Handover left = refused;
        refused = null;
        return left;
    }

    /** The socket is the outlet's alone from now on. Idempotent. The outlet's. */
    void end() {
        if (using.isHeldByCurrentThread()) {
            xpub = null;
            using.unlock();
        }
    }
}
