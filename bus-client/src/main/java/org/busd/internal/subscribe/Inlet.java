package org.busd.internal.subscribe;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.busd.config.Endpoint;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.OwnThreads;
import org.busd.internal.topic.TopicPattern;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.TcpAddresses;
import org.busd.internal.zmq.Uninterruptibly;
import org.busd.internal.zmq.ZmqSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;

/**
 * Receives for one subscription: one thread owns one SUB socket connected to all endpoints, and puts what comes into a
 * bounded queue. Messages are read and tested on the threads that take them, so user code and its dead-letter handler
 * never run on the thread that owns the socket.
 *
 * <p>Thread-safe.
 */
public final class Inlet {
    private static final Logger LOG = LoggerFactory.getLogger(Inlet.class);

    /** Enough to keep both sides busy; what is behind it waits in ZeroMQ ({@code bus.subscribe.high-water-mark}). */
    private static final int QUEUE = 1024;

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Duration COMPLETING = Duration.ofSeconds(1);
    private static final int PAUSE_MILLIS = 100;

    private final List<Endpoint> endpoints;
    private final List<TopicPattern> patterns;
    private final SubscribeCounters counters;
    private final BiConsumer<byte[], BadMessage> deadLetters;
    private final EnvelopeReader reader = new EnvelopeReader();
    private final HandoffQueue<Frames> queue = new HandoffQueue<>(QUEUE);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean completing;
    /** Ends the wait for a message, so that the thread looks what else there is to do. */
    private final AtomicBoolean woken = new AtomicBoolean();
    /** Endpoints whose names have been resolved, still to be connected. */
    private final Queue<Endpoint> resolved = new ConcurrentLinkedQueue<>();

    private final Resolver resolver;
    private final CompletableFuture<ZmqSocket> connected = new CompletableFuture<>();
    private final Sockets sockets;
    private final Thread thread;
    /** Guarded by this. */
    private boolean open = true;

    /**
     * An inlet that is not open yet.
     *
     * @param patterns what to receive; none: everything
     * @param deadLetters gets the second frame of each message that is none, and why
     */
    public Inlet(
            String name,
            Sockets sockets,
            List<Endpoint> endpoints,
            List<TopicPattern> patterns,
            SubscribeCounters counters,
            BiConsumer<byte[], BadMessage> deadLetters) {
        this.sockets = sockets;
        this.endpoints = endpoints;
        this.patterns = patterns;
        this.counters = counters;
        this.deadLetters = deadLetters;
        this.resolver = new Resolver(name);
        this.thread = OwnThreads.create(name, this::run);
    }

    /**
     * Connects to all endpoints; returns when all connections are under way, but for those whose host is a name: these
     * follow when it is resolved. Those that nobody serves yet are tried again until somebody does.
     *
     * @throws Failure if there is no socket to be had
     */
    public void open() {
        thread.start();
        try {
            ZmqSocket ignored = connected.join();
        } catch (CompletionException e) {
            throw Failure.of(e.getCause());
        }
    }

    private void run() {
        try {
            ZmqSocket sub = sockets.sub();
            try {
                subscribe(sub);
                connected.complete(sub);
                receive(sub);
            } finally {
                close(sub);
            }
        } catch (RuntimeException | Error e) {
            boolean told = connected.completeExceptionally(e);
            if (!told && !(e instanceof Failure.Closed)) {
                LOG.error("{} ended", thread.getName(), e);
            }
        } finally {
            completing = true;
            queue.close();
        }
    }

    /** A socket that is closed can no longer be woken: {@link #wake} and this exclude each other. */
    private synchronized void close(ZmqSocket sub) {
        open = false;
        sub.close(0);
    }

    private synchronized void wake() {
        if (open && connected.isDone() && !connected.isCompletedExceptionally()) {
            connected.join().cancel(woken);
        }
    }

    private void subscribe(ZmqSocket sub) {
        // Filters first: a subscription sent with the handshake is in force when the publisher hears of us.
        for (TopicPattern pattern : patterns) {
            sub.set(ZMQ.ZMQ_SUBSCRIBE, pattern.filter());
        }
        if (patterns.isEmpty()) {
            sub.set(ZMQ.ZMQ_SUBSCRIBE, new byte[0]);
        }
        for (Endpoint endpoint : endpoints) {
            if (TcpAddresses.isLiteral(endpoint)) {
                sub.connect(endpoint);
            } else {
                resolver.resolve(endpoint, this::resolved);
            }
        }
    }

    private void resolved(Endpoint address) {
        resolved.add(address);
        wake();
    }

    private void receive(ZmqSocket sub) {
        while (!closed.get() && !completing) {
            Endpoint address = resolved.poll();
            if (address != null) {
                sub.connect(address);
                continue;
            }
            Msg topic = sub.receive(0, woken);
            if (topic == null) {
                woken.set(false);
                continue;
            }
            if (!handOver(rest(sub, topic))) {
                return;
            }
        }
        receiveWhatIsThere(sub);
    }

    private boolean handOver(Frames frames) {
        return !isWanted(frames) || queue.put(frames);
    }

    /**
     * What is on this host already: in ZeroMQ's queue, and behind it in TCP's buffers, from where it comes as there is
     * room. So the end is a pause; but publishers may go on for ever.
     */
    private void receiveWhatIsThere(ZmqSocket sub) {
        long deadline = System.nanoTime() + COMPLETING.toNanos();
        sub.set(ZMQ.ZMQ_RCVTIMEO, PAUSE_MILLIS);
        while (!closed.get() && deadline - System.nanoTime() > 0) {
            Msg topic = sub.receive(0);
            if (topic == null || !handOver(rest(sub, topic))) {
                return;
            }
        }
    }

    /** The other frames of a message arrive with the first; there should be one. */
    private static Frames rest(ZmqSocket sub, Msg topic) {
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
        return new Frames(topic.data(), envelope, parts);
    }

    private boolean isWanted(Frames frames) {
        if (patterns.isEmpty()) {
            return true;
        }
        String topic = new String(frames.topic(), java.nio.charset.StandardCharsets.UTF_8);
        for (TopicPattern pattern : patterns) {
            if (pattern.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The next message.
     *
     * @param wait how long to wait for one
     * @return null if none came in time, or the inlet is closed
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public @Nullable Envelope poll(Duration wait) throws InterruptedException {
        long deadline = Deadlines.after(wait);
        while (true) {
            Frames frames = queue.take(deadline);
            if (frames == null) {
                return null;
            }
            Envelope envelope = read(frames);
            if (envelope != null) {
                return envelope;
            }
        }
    }

    /** The next message, however long it takes; null once the inlet is closed. */
    public @Nullable Envelope take() {
        while (true) {
            Frames frames = queue.takeUninterruptibly();
            if (frames == null) {
                return null;
            }
            Envelope envelope = read(frames);
            if (envelope != null) {
                return envelope;
            }
        }
    }

    private @Nullable Envelope read(Frames frames) {
        try {
            Envelope envelope = reader.read(frames);
            counters.received();
            return envelope;
        } catch (BadMessage bad) {
            counters.bad(bad.reason());
            deadLetters.accept(frames.envelope(), bad);
            return null;
        }
    }

    /** How many messages wait to be taken. */
    public int queued() {
        return queue.size();
    }

    public boolean isClosed() {
        return closed.get() || completing;
    }

    /**
     * Stops receiving within a second; what has arrived can still be taken, and then the inlet is closed. Returns at
     * once. Idempotent, callable from any thread.
     */
    public void complete() {
        completing = true;
        resolver.close();
        wake();
    }

    /** Closes the socket; what waits in the queue is discarded and counted. Idempotent, callable from any thread. */
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        counters.discarded(queue.discard());
        resolver.close();
        wake();
        if (Thread.currentThread() != thread) {
            Uninterruptibly.join(thread, CLOSING);
        }
    }
}
