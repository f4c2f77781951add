package org.busd.internal.zmq;

import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.busd.config.Endpoint;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.jspecify.annotations.Nullable;
import org.zeromq.UncheckedZMQException;
import zmq.Ctx;
import zmq.Msg;
import zmq.SocketBase;
import zmq.ZError;
import zmq.ZMQ;

/**
 * One ZeroMQ socket. Every call masks interrupts: JeroMQ answers a pending one with {@code EINTR} and clears the flag,
 * so each method takes the flag away first, repeats what an interrupt cut short, and puts the flag back.
 *
 * <p>One thread at a time may use it, handed over with a happens-before edge; only {@link #cancel} may come from others.
 */
public final class ZmqSocket {
    /** How long ZeroMQ may take to close a socket beyond its linger; usually it is some milliseconds. */
    private static final long DONE_MILLIS = 200;

    private final ZmqContext context;
    private final SocketBase base;
    /** Where it connects to; the owner's. */
    private final Map<InetSocketAddress, Endpoint> dialled = new HashMap<>();
    /** Who is at the other end of TCP; none for inproc. */
    private @Nullable Peers peers;

    /** What each TCP connection gets to send from; zero: the system's own. */
    private int sendBufferBytes;

    private ZmqSocket(ZmqContext context, SocketBase base) {
        this.context = context;
        this.base = base;
    }

    static ZmqSocket create(ZmqContext context, Ctx ctx, int type) {
        boolean interrupted = Thread.interrupted();
        try {
            return new ZmqSocket(context, ctx.createSocket(type));
        } catch (org.zeromq.ZMQException e) {
            throw new Failure("no further ZeroMQ socket: " + ZError.toString(e.getErrorCode()), e);
        } catch (ZError.IOException e) {
            throw new Failure("no file descriptors left for a further ZeroMQ socket (ulimit -n): " + e.getCause(), e);
        } finally {
            restore(interrupted);
        }
    }

    /**
     * Sets {@code option} (a {@code ZMQ.ZMQ_…} number).
     *
     * @throws Failure.Closed if the context has been terminated
     */
    public void set(int option, Object value) {
        if (!base.setSocketOpt(option, value)) {
            if (base.errno() == ZError.ETERM) {
                throw new Failure.Closed("the client is shut down");
            }
            throw new Failure("ZeroMQ refuses " + value + " for option " + option + ": " + reason());
        }
    }

    /**
     * Has each TCP connection get a send buffer of so many bytes; before the socket is bound or connected.
     *
     * <p>JeroMQ sizes a connection's encoder by this option when the peer has been greeted, and what it puts in there by
     * the option as it is then: were it raised in between, the I/O thread would run into a {@code BufferOverflowException}
     * at each message for that peer, which would never get one. So it is set before the first connection, and then left.
     */
    void sendBuffer(int bytes) {
        sendBufferBytes = bytes;
    }

    /** Binds a TCP port; returns whether it did. False: it is taken, or the address is not this host's. */
    public boolean bind(String host, int port) {
        return bind(tcp(host, port));
    }

    /** Connects to a TCP port, of an address rather than a name; whether and when the other side is there shows later. */
    public void connect(Endpoint address) {
        set(ZMQ.ZMQ_SNDBUF, sendBufferBytes);
        dialled.put(socketAddress(address), address);
        connect(tcp(address.host(), address.port()));
    }

    /** Ends the connection to a TCP port that was connected to, or the attempts at one; what was queued for it is lost. */
    void disconnect(Endpoint address) {
        dialled.remove(socketAddress(address));
        boolean interrupted = Thread.interrupted();
        // Else the queue, which nobody empties any more, stays among those that must have room.
        set(ZMQ.ZMQ_LINGER, 0);
        try {
            boolean ignored = base.termEndpoint(tcp(address.host(), address.port()));
        } catch (UncheckedZMQException e) {
            throw failed(e);
        } finally {
            set(ZMQ.ZMQ_LINGER, -1);
            restore(interrupted);
        }
    }

    private static InetSocketAddress socketAddress(Endpoint address) {
        return new InetSocketAddress(address.host(), address.port());
    }

    /**
     * Connects again to those that ZeroMQ has given up, see {@link Lost}. To be called by the owner when it is
     * {@linkplain #onGivenUp woken}.
     */
    void reconnect() {
        Peers guarded = peers;
        if (guarded != null) {
            Optional<InetSocketAddress> lost = guarded.lost().poll();
            while (lost.isPresent()) {
                Endpoint where = dialled.get(lost.get());
                if (where != null) {
                    // What is left of the old one, if anything is.
                    disconnect(where);
                    connect(where);
                }
                lost = guarded.lost().poll();
            }
        }
    }

    /** Has {@code waker} called, on a thread of ZeroMQ's, when there is something to {@link #reconnect}. */
    void onGivenUp(Runnable waker) {
        if (peers != null) {
            peers.lost().onGivenUp(waker);
        }
    }

    /** JeroMQ takes IPv6 addresses only where the socket is told so. */
    private String tcp(String host, int port) {
        if (host.indexOf(':') < 0) {
            return "tcp://" + host + ":" + port;
        }
        set(ZMQ.ZMQ_IPV6, true);
        return "tcp://[" + host + "]:" + port;
    }

    /** Binds; returns whether it did. False: the address is taken or is not this host's. */
    public boolean bind(String address) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                if (base.bind(address)) {
                    return true;
                }
                if (!cutShort()) {
                    return false;
                }
                interrupted = true;
            }
        } catch (org.zeromq.ZMQException e) {
            return false;
        } catch (NullPointerException e) {
            // What JeroMQ 0.6.0 throws where there is no channel to be had: it closes the one it has not opened.
            throw new Failure("cannot bind " + address + ": no file descriptor left (ulimit -n)", e);
        } finally {
            restore(interrupted);
        }
    }

    /** Connects; whether and when the other side is there shows later. */
    public void connect(String address) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!base.connect(address)) {
                if (!cutShort()) {
                    throw new Failure("cannot connect to " + address + ": " + reason());
                }
                interrupted = true;
            }
        } catch (UncheckedZMQException e) {
            throw failed(e);
        } finally {
            restore(interrupted);
        }
    }

    /**
     * Sends one frame; never blocks longer than the socket's send time-out, and not at all with
     * {@code ZMQ.ZMQ_DONTWAIT}.
     *
     * @return false if there was no room
     */
    public boolean send(Msg frame, int flags) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                if (base.send(frame, flags)) {
                    return true;
                }
                if (!cutShort()) {
                    return refused();
                }
                interrupted = true;
            }
        } catch (UncheckedZMQException e) {
            throw failed(e);
        } finally {
            restore(interrupted);
        }
    }

    private boolean refused() {
        if (base.errno() == ZError.EAGAIN) {
            return false;
        }
        throw new Failure("ZeroMQ cannot send: " + reason());
    }

    /** Receives one frame, or null where there is none. */
    public @Nullable Msg receive(int flags) {
        return receive(flags, null);
    }

    /**
     * Receives one frame, waiting for it unless {@code flags} say otherwise.
     *
     * @param cancelled ends the wait once {@link #cancel} has set it; null: nothing does
     * @return null where there is none, or the wait was cancelled
     * @throws Failure.Closed if the context has been terminated: a caller that went on would spin
     */
    public @Nullable Msg receive(int flags, @Nullable AtomicBoolean cancelled) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                Msg frame = base.recv(flags, cancelled);
                if (frame != null) {
                    return frame;
                }
                if (base.errno() == ZError.ETERM) {
                    throw new Failure.Closed("the client is shut down");
                }
                boolean cut = cutShort();
                interrupted |= cut;
                if (!cut || (cancelled != null && cancelled.get())) {
                    return null;
                }
            }
        } catch (UncheckedZMQException e) {
            throw failed(e);
        } finally {
            restore(interrupted);
        }
    }

    /** Ends another thread's waiting {@link #receive(int, AtomicBoolean)}. Thread-safe. */
    public void cancel(AtomicBoolean cancelled) {
        boolean interrupted = Thread.interrupted();
        try {
            base.cancel(cancelled);
        } catch (UncheckedZMQException e) {
            throw failed(e);
        } finally {
            restore(interrupted);
        }
    }

    /**
     * Closes, and waits until it is done: what was sent still goes out within {@code lingerMillis}, and then no connection
     * is left. Once only; for a publishing socket.
     */
    public void close(int lingerMillis) {
        long deadline = System.nanoTime() + lingerMillis * 1_000_000L;
        Peers guarded = peers;
        if (guarded != null) {
            context.awaitWritten(guarded.open(), Duration.ofMillis(lingerMillis));
        }
        setIfAlive(ZMQ.ZMQ_LINGER, (int) Deadlines.left(deadline).toMillis());
        SelectableChannel mailbox = base.getFD();
        close();
        long done = deadline + DONE_MILLIS * 1_000_000L;
        while (mailbox.isOpen() && done - System.nanoTime() > 0) {
            LockSupport.parkNanos(500_000);
        }
        if (guarded != null) {
            guarded.closeAll();
        }
    }

    /** Refused once the context has been terminated, when the socket must be closed all the more. */
    private void setIfAlive(int option, Object value) {
        boolean ignored = base.setSocketOpt(option, value);
    }

    /** Closes; what was sent still goes out. Once only. */
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            base.close();
        } finally {
            restore(interrupted);
        }
    }

    /** Whether ZeroMQ has let go of it, some time after it was closed. Thread-safe. */
    boolean isGone() {
        return !base.getFD().isOpen();
    }

    /**
     * Has {@code admitting} know the socket's connections, and judge every frame that comes over them; before the socket is
     * bound or connected.
     *
     * @param maxFrameBytes no frame may be larger
     * @param hook told of each connection that is accepted, made or ended; on JeroMQ's threads, under a lock
     */
    void guard(Peers admitting, long maxFrameBytes, ZMQ.EventConsummer hook) {
        peers = admitting;
        set(ZMQ.ZMQ_MSG_ALLOCATOR, new PeerFrames(admitting, maxFrameBytes));
        base.setEventHook(
                event -> {
                    tuneBound(event);
                    admitting.happened(event);
                    hook.consume(event);
                },
                ZMQ.ZMQ_EVENT_LISTENING
                        | ZMQ.ZMQ_EVENT_ACCEPTED
                        | ZMQ.ZMQ_EVENT_ACCEPT_FAILED
                        | ZMQ.ZMQ_EVENT_CONNECT_DELAYED
                        | ZMQ.ZMQ_EVENT_CONNECTED
                        | ZMQ.ZMQ_EVENT_CONNECT_RETRIED
                        | ZMQ.ZMQ_EVENT_DISCONNECTED);
    }

    /** How many TCP connections there are. Thread-safe. */
    public int connectionCount() {
        Peers guarded = peers;
        return guarded == null ? 0 : guarded.open().size();
    }

    /**
     * JeroMQ takes the option only after a bind: a listening channel has no send buffer, and binding fails where one is
     * asked for. This event comes when the channel is bound, on the thread that binds, and nobody accepts from it yet.
     */
    private void tuneBound(ZMQ.Event event) {
        if (event.event == ZMQ.ZMQ_EVENT_LISTENING && sendBufferBytes > 0) {
            setIfAlive(ZMQ.ZMQ_SNDBUF, sendBufferBytes);
        }
    }

    SocketBase base() {
        return base;
    }

    /** A socket at the other end that closes at this moment, or a context that ends. */
    private static Failure failed(UncheckedZMQException e) {
        return new Failure("ZeroMQ: " + e, e);
    }

    private boolean cutShort() {
        return base.errno() == ZError.EINTR;
    }

    private String reason() {
        return ZError.toString(base.errno());
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
