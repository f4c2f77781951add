package org.busd.internal.zmq;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.busd.config.BusSettings;
import org.busd.config.Zmq;
import org.busd.internal.Failure;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.transport.PeerCounters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.ZMQ;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * A ZeroMQ context of our own: I/O threads named after the client, daemons all, whose death is noticed. JeroMQ lets an
 * {@link Error} on an I/O thread end that thread in silence, and every later send would then queue for ever.
 *
 * <p>Thread-safe.
 */
public final class ZmqContext {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqContext.class);

    /** Two descriptors each: more than a context, its threads and its first two sockets take. */
    private static final int DESCRIPTOR_PAIRS = 16;

    /**
     * The part of the JVM's memory that the buffers of connections may take, and as much direct memory as it has heap if
     * it was not told otherwise ({@code -XX:MaxDirectMemorySize}).
     */
    private static final int BUFFERS_SHARE = 2;

    /** The reaper, and who opens the first socket. */
    private static final int THREADS_BESIDE = 2;

    /** Longer than it takes to start some threads. */
    private static final Duration TRIAL = Duration.ofSeconds(10);

    private final String name;
    private final int ioThreads;
    private final PolledContext ctx;
    private final Map<Thread, SecondLook> secondLooks = new ConcurrentHashMap<>();
    private final PeerCounters peerCounters = new PeerCounters();
    private final SeldomLog seldom = new SeldomLog(LOG);
    private final BufferRoom buffers;
    private final Descriptors descriptors = new Descriptors(seldom, peerCounters);
    private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();
    private final Set<Runnable> wakers = ConcurrentHashMap.newKeySet();

    private final ReentrantLock creating = new ReentrantLock();
    /** Guarded by {@link #creating}. */
    private boolean begun;
    /** Guarded by {@link #creating}. Whether the last socket could not be made. */
    private boolean failed;
    /** Guarded by {@link #creating}. Its I/O threads are there once it has a socket. */
    private boolean looping;
    /** Guarded by {@link #creating}. */
    private boolean ended;

    /** A context as {@code settings} want it, which has not begun. */
    public static ZmqContext of(String name, BusSettings settings) {
        Zmq zmq = settings.zmq();
        return new ZmqContext(name, zmq.ioThreads(), zmq.heartbeat().orElse(Sockets.HANDSHAKE));
    }

    private ZmqContext(String name, int ioThreads, Duration buffersKept) {
        this.name = name;
        this.ioThreads = ioThreads;
        this.buffers = new BufferRoom(Runtime.getRuntime().maxMemory() / BUFFERS_SHARE, buffersKept);
        this.ctx = createContext();
        ctx.setThreadFactory(this::ioThread);
        ctx.setUncaughtExceptionHandler(this::died);
        // Of these, too, JeroMQ would print a stack trace; but its thread goes on.
        ctx.setNotificationExceptionHandler(
                (thread, error) -> seldom.warn(error.getClass(), thread.getName() + ": ZeroMQ reports " + error));
        ctx.set(ZMQ.ZMQ_IO_THREADS, ioThreads);
    }

    private static PolledContext createContext() {
        checkDescriptors();
        return new PolledContext();
    }

    /**
     * Throws where a context and its first socket, or a further one, would not find the descriptors they need. JeroMQ's context is broken
     * for ever, and cannot be ended, if these run out in the midst of its start; so it is not begun.
     */
    private static void checkDescriptors() {
        List<Closeable> opened = new ArrayList<>();
        try {
            for (int i = 0; i < DESCRIPTOR_PAIRS; i++) {
                opened.add(Selector.open());
            }
        } catch (IOException e) {
            throw new Failure("no file descriptors left for ZeroMQ (ulimit -n): " + e.getMessage(), e);
        } finally {
            for (Closeable selector : opened) {
                close(selector);
            }
        }
    }

    /** As {@link #checkDescriptors}, for the threads of ZeroMQ: they are there for a moment, at the same time. */
    private void checkThreads() {
        CountDownLatch all = new CountDownLatch(1);
        try {
            for (int i = 0; i < ioThreads + THREADS_BESIDE; i++) {
                OwnThreads.create(name + "-trial", () -> {
                            boolean ignored = Uninterruptibly.await(all, TRIAL);
                        })
                        .start();
            }
        } catch (OutOfMemoryError e) {
            throw new Failure("no threads left for ZeroMQ (ulimit -u): " + e.getMessage(), e);
        } finally {
            all.countDown();
        }
    }

    private static void close(Closeable selector) {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("a selector does not close", e);
        }
    }

    private Thread ioThread(Runnable loop, String role) {
        Thread thread = OwnThreads.createServing(name + "-" + role, loop);
        if (loop instanceof Poller poller) {
            secondLooks.put(thread, new SecondLook(poller));
        }
        thread.setUncaughtExceptionHandler(this::died);
        return thread;
    }

    @SuppressWarnings("UnusedVariable") // The shape of a handler.
    private void died(Thread thread, Throwable error) {
        death.compareAndSet(null, error);
        LOG.error("{} died: close this client, open another", thread.getName(), error);
        wakers.forEach(Runnable::run);
    }

    boolean isDead() {
        return death.get() != null;
    }

    /** Has {@code waker} called when an I/O thread has died, from now on. */
    void whenDead(Runnable waker) {
        wakers.add(waker);
    }

    void noLongerWhenDead(Runnable waker) {
        wakers.remove(waker);
    }

    /**
     * A new socket of {@code type} (a {@code ZMQ.ZMQ_…} number).
     *
     * @throws Failure.Closed after {@link #terminate}: a context that ended before its first socket would start its
     *     threads for this one, and nobody would end them
     */
    public ZmqSocket socket(int type) {
        checkAlive();
        creating.lock();
        try {
            if (ended) {
                throw new Failure.Closed(name + " is shut down");
            }
            if (!begun) {
                checkDescriptors();
                checkThreads();
                descriptors.reserve();
                begun = true;
            }
            ZmqSocket socket = create(type);
            if (!looping) {
                looping = true;
                for (int i = 0; i < Math.min(ioThreads, CommandLoop.MOST); i++) {
                    new CommandLoop(ctx, i).begin();
                }
            }
            return socket;
        } finally {
            creating.unlock();
        }
    }

    /**
     * As {@link #socket}, connected to one of this context's own. Both before the context can end: one that connected later
     * would wait for the other side for ever, and the context for it.
     *
     * @param prepared sets its options
     */
    ZmqSocket connected(int type, UnaryOperator<ZmqSocket> prepared, String address) {
        creating.lock();
        try {
            ZmqSocket socket = socket(type);
            try {
                prepared.apply(socket).connect(address);
            } catch (RuntimeException | Error e) {
                socket.close();
                throw e;
            }
            return socket;
        } finally {
            creating.unlock();
        }
    }

    /** Under {@link #creating}. JeroMQ 0.6.0 loses room for one with each that cannot be made, so that is not tried again. */
    private ZmqSocket create(int type) {
        if (failed) {
            checkDescriptors();
        }
        failed = true;
        ZmqSocket socket = ZmqSocket.create(this, ctx, type);
        failed = false;
        return socket;
    }

    /**
     * Waits, at most so long, until all that was sent to these connections has been written to them; see {@link Flush}.
     * For sockets of the first I/O thread.
     */
    void awaitWritten(Set<SocketChannel> connections, Duration wait) {
        if (connections.isEmpty() || wait.isZero() || isDead()) {
            return;
        }
        BooleanSupplier written = () -> connections.stream().noneMatch(ctx::isWriting);
        Flush flush = new Flush(ctx, this::pollerOfCaller, written);
        boolean ignored = Uninterruptibly.get(() -> flush.await(wait));
    }

    /** See {@link PolledContext#isListening}. */
    boolean isListening(SocketChannel connection) {
        return ctx.isListening(connection);
    }

    PeerCounters peerCounters() {
        return peerCounters;
    }

    SeldomLog seldom() {
        return seldom;
    }

    BufferRoom buffers() {
        return buffers;
    }

    Descriptors descriptors() {
        return descriptors;
    }

    /** Has the calling I/O thread call {@code timer} in so many milliseconds; returns false if it is none. */
    boolean onTimer(long millis, IPollEvents timer) {
        SecondLook look = secondLooks.get(Thread.currentThread());
        if (look == null) {
            return false;
        }
        look.poller().addTimer(millis, timer, 0);
        return true;
    }

    private Poller pollerOfCaller() {
        return Objects.requireNonNull(secondLooks.get(Thread.currentThread()), "not an I/O thread")
                .poller();
    }

    /** Has the calling I/O thread look soon for what it has overlooked; see {@link SecondLook}. */
    void lookAgain() {
        SecondLook look = secondLooks.get(Thread.currentThread());
        if (look != null) {
            look.soon();
        }
    }

    /**
     * Throws where an I/O thread has died: nothing can be sent or received any more.
     *
     * @throws Failure with the error that ended the thread as its cause
     */
    public void checkAlive() {
        Throwable cause = death.get();
        if (cause != null) {
            throw new Failure(
                    name + ": a ZeroMQ I/O thread died of " + cause + "; close this client, open another", cause);
        }
    }

    /**
     * Ends the context once its sockets, all of them closed before, have lingered. On a thread of its own, since an
     * interrupt in the midst of it would leak an I/O thread and its descriptors.
     *
     * @return whether it ended within {@code wait}; if not, it still ends in the background
     */
    public boolean terminate(Duration wait) {
        creating.lock();
        try {
            ended = true;
        } finally {
            creating.unlock();
        }
        descriptors.close();
        Thread ender = OwnThreads.createServing(name + "-end", this::end);
        ender.start();
        return Uninterruptibly.join(ender, wait);
    }

    /** What a poller was still to do when its thread ended stays in its timers, and leads to what subscriptions lead to. */
    private void end() {
        ctx.terminate();
        secondLooks.clear();
    }
}
