package org.busd.internal.zmq;

import java.time.Duration;
import java.util.Optional;
import org.busd.config.BusSettings;
import org.busd.config.Zmq;
import org.busd.internal.Failure;
import org.busd.internal.transport.PeerCounters;
import zmq.Msg;
import zmq.ZMQ;

/** The kinds of sockets that the client uses, each set up as the settings say. Thread-safe. */
public final class Sockets {
    /**
     * The socket buffers in the messages' direction. JeroMQ sizes its batches by them (8 KiB where unset), and so each
     * connection costs as much direct memory; the other direction, in which there are only subscriptions, stays as it is.
     */
    private static final int BUFFER_BYTES = 128 * 1024;

    /** What JeroMQ has a connection's buffer be where its size is not set. */
    private static final int SMALL_BUFFER_BYTES = 8 * 1024;

    /** Publishers receive nothing but subscriptions, and a READY; a topic is far shorter. */
    private static final long MAX_SUBSCRIPTION_FRAME_BYTES = 8 * 1024;

    /** How long a handshake may take, on a busy host. */
    static final Duration HANDSHAKE = Duration.ofSeconds(5);

    /**
     * How long a subscriber's attempt at a connection may take. What a publisher has queued for a relay would be lost with
     * its attempt, so that TCP decides there.
     */
    private static final Optional<Duration> ATTEMPT = Optional.of(Duration.ofMillis(2500));

    /** Never asked for: there is no such handler. See {@link #refuseOldProtocols}. */
    private static final String ZAP_DOMAIN = "bus";

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

    /** Has {@code waker} forgotten. */
    void noLongerWhenDead(Runnable waker) {
        context.noLongerWhenDead(waker);
    }

    /** The intake of an outlet: takes from many threads. The budget, not ZeroMQ, bounds what is queued. */
    public ZmqSocket pull() {
        return unbounded(context.socket(ZMQ.ZMQ_PULL));
    }

    /** A thread's socket to an outlet's intake, or another that is bound there, inside the process. */
    public ZmqSocket push(String intake) {
        return context.connected(ZMQ.ZMQ_PUSH, Sockets::unbounded, intake);
    }

    private static ZmqSocket unbounded(ZmqSocket socket) {
        socket.set(ZMQ.ZMQ_SNDHWM, 0);
        socket.set(ZMQ.ZMQ_RCVHWM, 0);
        return socket;
    }

    /**
     * A publishing socket that tells {@code subscribers} who listens; neither bound nor connected yet. To be bound once.
     *
     * @param hook told of each connection made or ended, on JeroMQ's threads
     */
    ZmqSocket xpub(Subscribers subscribers, ZMQ.EventConsummer hook) {
        return xpub(subscribers, 1, settings.publish().highWaterMark(), hook);
    }

    /**
     * A publishing socket that is to be bound {@code binds} times, and keeps so many messages for each subscriber.
     *
     * <p>More than once means the system's own buffers, and so small batches: with a size of ours set, as it is after the
     * first bind, JeroMQ cannot bind again, see {@link ZmqSocket#sendBuffer}.
     */
    public ZmqSocket xpub(Subscribers subscribers, int binds, int highWaterMark) {
        return xpub(subscribers, binds, highWaterMark, event -> {});
    }

    private ZmqSocket xpub(Subscribers subscribers, int binds, int highWaterMark, ZMQ.EventConsummer hook) {
        ZmqSocket socket = context.socket(ZMQ.ZMQ_XPUB);
        socket.set(ZMQ.ZMQ_SNDHWM, highWaterMark);
        socket.set(ZMQ.ZMQ_XPUB_VERBOSER, true);
        // All peers of a socket share one I/O thread; decisions 6 and 27 say why.
        socket.set(ZMQ.ZMQ_AFFINITY, 1L);
        if (binds == 1) {
            socket.sendBuffer(BUFFER_BYTES);
        }
        tune(socket);
        guard(
                socket,
                binds == 1 ? BUFFER_BYTES : SMALL_BUFFER_BYTES,
                subscribers,
                MAX_SUBSCRIPTION_FRAME_BYTES,
                Optional.empty(),
                hook);
        return socket;
    }

    /**
     * A subscribing socket, not connected yet.
     *
     * @param hook told of each connection made or ended, on JeroMQ's threads
     */
    public ZmqSocket sub(ZMQ.EventConsummer hook) {
        ZmqSocket socket = subscribing(hook);
        socket.set(ZMQ.ZMQ_RECONNECT_IVL, (int) settings.subscribe().reconnect().toMillis());
        socket.set(ZMQ.ZMQ_RECONNECT_IVL_MAX, (int)
                settings.subscribe().reconnectMax().toMillis());
        return socket;
    }

    /**
     * A socket that subscribes to everything and that publishers connect to; not bound yet. It tells them of its
     * subscription only while its owner is in one of its calls, be it {@link ZmqPoller#await}.
     */
    public ZmqSocket boundSub() {
        ZmqSocket socket = subscribing(event -> {});
        socket.set(ZMQ.ZMQ_SUBSCRIBE, new byte[0]);
        return socket;
    }

    private ZmqSocket subscribing(ZMQ.EventConsummer hook) {
        ZmqSocket socket = context.socket(ZMQ.ZMQ_SUB);
        socket.set(ZMQ.ZMQ_RCVHWM, settings.subscribe().highWaterMark());
        // What it sends are its subscriptions: JeroMQ drops those that find no room, at each reconnection anew.
        socket.set(ZMQ.ZMQ_SNDHWM, 0);
        socket.set(ZMQ.ZMQ_RCVBUF, BUFFER_BYTES);
        tune(socket);
        long limit = settings.subscribe().maxMessageSize();
        guard(socket, BUFFER_BYTES, new MessageLimit(limit), limit, ATTEMPT, hook);
        return socket;
    }

    private void guard(
            ZmqSocket socket,
            int bufferBytes,
            FrameRule rule,
            long maxFrameBytes,
            Optional<Duration> attempt,
            ZMQ.EventConsummer hook) {
        Zmq zmq = settings.zmq();
        Optional<Duration> silence = zmq.heartbeat().map(interval -> HANDSHAKE.plus(interval.multipliedBy(2)));
        // Where nobody is asked for a sign of life, those who shake hands slowly are left to JeroMQ's own timer.
        socket.set(ZMQ.ZMQ_HANDSHAKE_IVL, silence.isPresent() ? 0 : (int) HANDSHAKE.toMillis());
        refuseOldProtocols(socket);
        PeerLimits limits = new PeerLimits(
                zmq.maxConnections(),
                bufferBytes + SMALL_BUFFER_BYTES,
                silence,
                zmq.heartbeat().map(interval -> interval.multipliedBy(2)),
                attempt);
        socket.guard(new Peers(context, limits, rule), maxFrameBytes, hook);
    }

    /**
     * Of ZMTP 1.0 and 2.0 JeroMQ does not tell a frame whose it is, so that it could not be judged; libzmq speaks 3.0 since
     * version 4.0 (2013). JeroMQ refuses the older ones where authentication is wanted. It is wanted here, in a domain that
     * has no authenticator: then JeroMQ goes on without.
     */
    private static void refuseOldProtocols(ZmqSocket socket) {
        socket.set(ZMQ.ZMQ_ZAP_DOMAIN, ZAP_DOMAIN);
    }

    /** What this client's peers brought upon themselves. */
    public PeerCounters peerCounters() {
        return context.peerCounters();
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
            // JeroMQ would end a connection that it does not read from because its queue is full: Peers knows better.
            socket.set(ZMQ.ZMQ_HEARTBEAT_TIMEOUT, 0);
        });
    }

    /** Tells {@code subscribers} of a frame that an XPUB socket gave: a subscription taken in, or one gone. */
    public void took(Subscribers subscribers, Msg frame) {
        if (frame.size() > 0 && frame.get(0) == 1) {
            subscribers.arrived(frame.data());
        }
    }
}
