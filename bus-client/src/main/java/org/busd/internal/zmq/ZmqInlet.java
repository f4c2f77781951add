package org.busd.internal.zmq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.busd.config.Endpoint;
import org.busd.internal.Failure;
import org.busd.internal.transport.Frames;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Receiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;

/**
 * Receives by one SUB socket that is connected to all endpoints; whose turn it is opens, works and closes it. Thread-safe.
 */
final class ZmqInlet implements Inlet, Relief.Work {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqInlet.class);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Duration COMPLETING = Duration.ofSeconds(1);
    private static final int PAUSE_MILLIS = 100;

    /** How many messages are handed on at once at the most. */
    private static final int BATCH = 64;

    private final Sockets sockets;
    private final List<Endpoint> endpoints;
    private final List<byte[]> prefixes;
    private final Receiver receiver;
    private final Connector connector;
    private final Relief relief;

    private volatile boolean closed;
    private volatile boolean completing;
    /** Ends the wait for a message, so that who receives looks what else there is to do. */
    private final AtomicBoolean woken = new AtomicBoolean();

    /** With the turn only. */
    private final List<Frames> batch = new ArrayList<>(BATCH);

    /** With the turn only. */
    private @Nullable ZmqSocket socket;

    /** Until when to receive what is there at the most; 0: not yet. With the turn only. */
    private long completeNanos;

    private final CompletableFuture<ZmqSocket> connected = new CompletableFuture<>();
    /** One object, to be known again. */
    private final Runnable whenDead = this::wake;
    /** Guarded by this. */
    private boolean open = true;

    ZmqInlet(
            String name,
            Sockets sockets,
            Lookup names,
            List<Endpoint> endpoints,
            List<byte[]> prefixes,
            Receiver receiver) {
        this.sockets = sockets;
        this.endpoints = endpoints;
        this.prefixes = prefixes;
        this.receiver = receiver;
        this.connector = new Connector(name, names, this::wake);
        this.relief = receiver.isServing() ? Relief.ofTwo(name, this) : Relief.alone(name, this);
    }

    @Override
    public void open() {
        relief.start();
        try {
            ZmqSocket ignored = connected.join();
        } catch (CompletionException e) {
            throw Failure.of(e.getCause());
        }
    }

    @Override
    public void begin() {
        sockets.whenDead(whenDead);
        ZmqSocket sub = sockets.sub(connector::happened);
        socket = sub;
        // Filters first: a subscription sent with the handshake is in force when the publisher hears of us.
        prefixes.forEach(prefix -> sub.set(ZMQ.ZMQ_SUBSCRIBE, prefix));
        connector.connect(sub, endpoints);
        connected.complete(sub);
    }

    @Override
    public void end(@Nullable Throwable failure) {
        try {
            if (socket != null) {
                close(socket);
            }
        } finally {
            connector.close();
            sockets.noLongerWhenDead(whenDead);
            boolean unwanted = failure != null && !closed && !(failure instanceof Failure.Closed);
            receiver.ended(unwanted ? failure : null);
            if (failure != null && !connected.completeExceptionally(failure) && unwanted) {
                LOG.error("{} ended", Thread.currentThread().getName(), failure);
            }
        }
    }

    @Override
    public void serve() {
        receiver.serve();
    }

    /** A socket that is closed can no longer be woken: {@link #wake} and this exclude each other. */
    private synchronized void close(ZmqSocket sub) {
        open = false;
        sub.close(0);
    }

    @Override
    public synchronized void wake() {
        if (open && connected.isDone() && !connected.isCompletedExceptionally()) {
            connected.join().cancel(woken);
        }
    }

    @Override
    public boolean receive() {
        ZmqSocket sub = connected.join();
        if (woken.getAndSet(false)) {
            // JeroMQ forgets that a wait was to end where it hears of it in the midst of another call.
            return true;
        }
        if (closed) {
            return false;
        }
        sockets.checkAlive();
        if (completing) {
            return receiveWhatIsThere(sub);
        }
        if (connector.follow(sub) || woken.get()) {
            return true;
        }
        Msg topic = sub.receive(0, woken);
        return topic == null || takeBatch(sub, topic);
    }

    /**
     * Hands on a message, and with it what else is there: messages come in bursts, and to hand on each by itself would
     * wake its taker for each.
     */
    private boolean takeBatch(ZmqSocket sub, Msg first) {
        batch.clear();
        Msg topic = first;
        while (topic != null) {
            batch.add(rest(sub, topic));
            topic = batch.size() < BATCH ? sub.receive(ZMQ.ZMQ_DONTWAIT) : null;
        }
        return receiver.take(batch);
    }

    /**
     * What is on this host already: in ZeroMQ's queue, and behind it in TCP's buffers, from where it comes as there is
     * room. So the end is a pause; but publishers may go on for ever.
     */
    private boolean receiveWhatIsThere(ZmqSocket sub) {
        if (completeNanos == 0) {
            completeNanos = System.nanoTime() + COMPLETING.toNanos() | 1;
            sub.set(ZMQ.ZMQ_RCVTIMEO, PAUSE_MILLIS);
        }
        if (completeNanos - System.nanoTime() <= 0) {
            return false;
        }
        Msg topic = sub.receive(0);
        return topic != null && takeBatch(sub, topic);
    }

    /** The other frames of a message arrive with the first; there should be one. */
    private Frames rest(ZmqSocket sub, Msg topic) {
        byte[] envelope = new byte[0];
        int parts = 1;
        Msg last = topic;
        while (last.hasMore()) {
            Msg next = sub.receive(0);
            if (next == null) {
                break;
            }
            if (++parts == 2) {
                envelope = next.data();
            }
            last = next;
        }
        return new Frames(topic.data(), envelope, parts, connector.from(topic));
    }

    @Override
    public void complete() {
        completing = true;
        connector.close();
        wake();
    }

    @Override
    public int waiting() {
        return 0;
    }

    @Override
    public int close() {
        closed = true;
        connector.close();
        wake();
        relief.awaitEnd(CLOSING);
        return 0;
    }
}
