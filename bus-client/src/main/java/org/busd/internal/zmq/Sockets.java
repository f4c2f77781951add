package org.busd.internal.zmq;

import java.util.Arrays;
import org.busd.config.BusSettings;
import org.busd.config.Zmq;
import org.busd.internal.Failure;
import zmq.Msg;
import zmq.ZMQ;

/** The kinds of sockets that the client uses, each set up as the settings say. Thread-safe. */
public final class Sockets {
    /**
     * The socket buffers in the messages' direction. JeroMQ sizes its batches by them (8 KiB where unset); from 256 KiB to
     * 1 MiB raised the throughput of 200-byte messages by half and more. Each connection costs as much direct memory,
     * kept for up to 30 s after its end, and where there is none left an I/O thread dies: so the other direction, in which
     * there are only subscriptions, stays as it is.
     */
    private static final int BUFFER_BYTES = 512 * 1024;

    /** Publishers receive nothing but subscriptions; a topic is far shorter. */
    private static final long MAX_SUBSCRIPTION_BYTES = 64 * 1024;

    private final ZmqContext context;
    private final BusSettings settings;

    public Sockets(ZmqContext context, BusSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * Throws where an I/O thread has died.
     *
     * @throws Failure with the error that ended the thread as its cause
     */
    public void checkAlive() {
        context.checkAlive();
    }

    /** Whether {@link #checkAlive} would throw. */
    public boolean areDead() {
        return context.isDead();
    }

    /** Has {@code waker} called when an I/O thread has died: who waits for what it would do wants to know. */
    public void whenDead(Runnable waker) {
        context.whenDead(waker);
    }

    /** The intake of an outlet: takes from many threads. The budget, not ZeroMQ, bounds what is queued. */
    public ZmqSocket pull() {
        return unbounded(context.socket(ZMQ.ZMQ_PULL));
    }

    /** A thread's socket to an outlet's intake. */
    public ZmqSocket push() {
        return unbounded(context.socket(ZMQ.ZMQ_PUSH));
    }

    private static ZmqSocket unbounded(ZmqSocket socket) {
        socket.set(ZMQ.ZMQ_SNDHWM, 0);
        socket.set(ZMQ.ZMQ_RCVHWM, 0);
        return socket;
    }

    /**
     * A publishing socket that tells {@code subscriptions} who listens; neither bound nor connected yet. To be bound once.
     *
     * @param hook told of each connection made or ended, on JeroMQ's threads
     */
    ZmqSocket xpub(Subscriptions subscriptions, ZMQ.EventConsummer hook) {
        return xpub(subscriptions, 1, settings.publish().highWaterMark(), hook);
    }

    /**
     * A publishing socket that is to be bound {@code binds} times, and keeps so many messages for each subscriber.
     *
     * <p>More than once means the system's own buffers, and so small batches: with a size of ours set, as it is after the
     * first bind, JeroMQ cannot bind again, see {@link ZmqSocket#sendBuffer}.
     */
    public ZmqSocket xpub(Subscriptions subscriptions, int binds, int highWaterMark) {
        return xpub(subscriptions, binds, highWaterMark, event -> {});
    }

    private ZmqSocket xpub(Subscriptions subscriptions, int binds, int highWaterMark, ZMQ.EventConsummer hook) {
        ZmqSocket socket = context.socket(ZMQ.ZMQ_XPUB);
        socket.set(ZMQ.ZMQ_SNDHWM, highWaterMark);
        socket.set(ZMQ.ZMQ_XPUB_VERBOSER, true);
        // One message object goes to all subscribers, and JeroMQ moves its buffer's limits while it writes it out
        // (Msg.transfer): two I/O threads at the same message would mix up bytes. So all peers of a socket share one.
        socket.set(ZMQ.ZMQ_AFFINITY, 1L);
        if (binds == 1) {
            socket.sendBuffer(BUFFER_BYTES);
        }
        tune(socket);
        new SubscriptionTap(subscriptions, lookingAgain(hook)).attach(socket, MAX_SUBSCRIPTION_BYTES);
        return socket;
    }

    /**
     * A subscribing socket, not connected yet.
     *
     * @param hook told of each connection made or ended, on JeroMQ's threads
     */
    public ZmqSocket sub(ZMQ.EventConsummer hook) {
        ZmqSocket socket = subscribing();
        socket.set(ZMQ.ZMQ_RECONNECT_IVL, (int) settings.subscribe().reconnect().toMillis());
        socket.set(ZMQ.ZMQ_RECONNECT_IVL_MAX, (int)
                settings.subscribe().reconnectMax().toMillis());
        socket.onConnections(lookingAgain(hook));
        return socket;
    }

    private ZMQ.EventConsummer lookingAgain(ZMQ.EventConsummer hook) {
        return event -> {
            if (event.event == ZMQ.ZMQ_EVENT_CONNECTED) {
                context.lookAgain();
            }
            hook.consume(event);
        };
    }

    /**
     * A socket that subscribes to everything and that publishers connect to; not bound yet. It tells them of its
     * subscription only while its owner is in one of its calls, be it {@link ZmqPoller#await}.
     */
    public ZmqSocket boundSub() {
        ZmqSocket socket = subscribing();
        socket.onConnections(event -> {});
        socket.set(ZMQ.ZMQ_SUBSCRIBE, new byte[0]);
        return socket;
    }

    private ZmqSocket subscribing() {
        ZmqSocket socket = context.socket(ZMQ.ZMQ_SUB);
        socket.set(ZMQ.ZMQ_RCVHWM, settings.subscribe().highWaterMark());
        socket.set(ZMQ.ZMQ_RCVBUF, BUFFER_BYTES);
        tune(socket);
        long limit = settings.subscribe().maxMessageSize();
        socket.set(ZMQ.ZMQ_MAXMSGSIZE, limit);
        socket.set(ZMQ.ZMQ_MSG_ALLOCATOR, new FrameLimit(limit));
        return socket;
    }

    /** Whether {@code frame} stands for one whose announced length nobody could mean. */
    public static boolean isRefused(Msg frame) {
        return frame instanceof RefusedFrame;
    }

    private void tune(ZmqSocket socket) {
        Zmq zmq = settings.zmq();
        socket.set(ZMQ.ZMQ_TCP_KEEPALIVE, zmq.tcpKeepalive().enabled() ? 1 : 0);
        if (zmq.tcpKeepalive().enabled()) {
            socket.set(ZMQ.ZMQ_TCP_KEEPALIVE_CNT, zmq.tcpKeepalive().count());
            socket.set(
                    ZMQ.ZMQ_TCP_KEEPALIVE_IDLE, (int) zmq.tcpKeepalive().idle().toSeconds());
            socket.set(ZMQ.ZMQ_TCP_KEEPALIVE_INTVL, (int)
                    zmq.tcpKeepalive().interval().toSeconds());
        }
        zmq.heartbeat().ifPresent(interval -> {
            socket.set(ZMQ.ZMQ_HEARTBEAT_IVL, (int) interval.toMillis());
            socket.set(ZMQ.ZMQ_HEARTBEAT_TIMEOUT, (int) interval.toMillis());
        });
    }

    /** Tells {@code subscriptions} of a frame that an XPUB socket gave: a subscription taken in, or one gone. */
    public void took(Subscriptions subscriptions, Msg frame) {
        if (frame.size() > 0 && frame.get(0) == 1) {
            byte[] bytes = frame.data();
            subscriptions.arrived(Arrays.copyOfRange(bytes, 1, bytes.length));
        }
    }
}
