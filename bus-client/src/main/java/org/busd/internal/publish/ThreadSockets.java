package org.busd.internal.publish;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.busd.internal.Failure;
import org.busd.internal.OwnThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of thread sockets: who has one, and how each is closed when its thread ends. Three ways lead there, all
 * idempotent: a {@link Cleaner} on the sentinel that only the thread's {@link ThreadLocal} holds, a watch that looks once
 * a second for dead threads while any is registered, and {@link #closeCurrent}.
 *
 * <p>The sentinel is a plain {@code Object[]}: what stays behind in a pool thread's map after the client was closed is a
 * JDK object that has been emptied, so that it holds neither a client nor a class loader. A living thread may lose it (some
 * pools erase thread locals between tasks); it then gets its socket back rather than a second one.
 *
 * <p>Thread-safe.
 */
final class ThreadSockets {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadSockets.class);
    private static final long WATCH_NANOS = 1_000_000_000;

    /** Far more than a send takes, unless its thread gets no CPU. */
    private static final long SENDING_NANOS = 2_000_000_000;

    /** Its thread belongs to the JDK and holds what is registered only; each entry is taken out when it is closed. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final String name;
    private final Source source;
    private final PublishCounters counters;
    private final int max;
    private final boolean tracing;

    @SuppressWarnings("ThreadLocalUsage") // One a client: a thread has a socket to each.
    private final ThreadLocal<Object @Nullable []> sentinels = new ThreadLocal<>();

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
    /** Entries, and those being made: never more than {@link #max}. */
    private final AtomicInteger places = new AtomicInteger();

    private final EndingSockets ending = new EndingSockets();

    private final AtomicBoolean toldFull = new AtomicBoolean();

    private final Object watchLock = new Object();
    /** Looks for dead threads while there are entries; guarded by {@link #watchLock}. */
    private @Nullable Thread watch;

    private volatile boolean closed;

    ThreadSockets(String name, int max, boolean tracing, Source source, PublishCounters counters) {
        this.name = name;
        this.max = max;
        this.tracing = tracing;
        this.source = source;
        this.counters = counters;
    }

    /** How a thread socket is opened, and what else ends with it. */
    interface Source {
        /** Opens a socket for the calling thread. */
        ThreadSocket open();

        /** The socket of a thread that may go on is about to be closed. */
        void leaving(long thread, ThreadSocket socket);

        /** The socket of a thread is closed. */
        void closed(ThreadSocket socket);
    }

    /** The calling thread's socket if it has an open one. */
    @Nullable
    ThreadSocket current() {
        Object[] sentinel = sentinels.get();
        return sentinel != null && sentinel[0] instanceof Entry entry ? entry.socket : null;
    }

    /** As {@link #current()}, also where the thread's locals were erased since. Looks for that once a thread. */
    @Nullable
    ThreadSocket recover() {
        if (sentinels.get() == null) {
            Entry left = ofThisThread();
            if (left == null) {
                sentinels.set(new Object[1]);
            } else {
                hold(left);
            }
        }
        return current();
    }

    private @Nullable Entry ofThisThread() {
        for (Entry entry : entries) {
            if (entry.owner.refersTo(Thread.currentThread()) && !entry.socket.isClosed()) {
                return entry;
            }
        }
        return null;
    }

    /** Whether no further one may be opened for now: there are as many as may be, which it tells once, or too many end. */
    boolean isFull() {
        boolean full = places.get() >= max;
        if (full) {
            tellFull();
        }
        return full || ending.isCrowded(places.get());
    }

    /**
     * Opens and registers a socket for the calling thread, which has none.
     *
     * @return null if there are as many as may be, as in {@link #isFull}
     * @throws Failure if the registry is closed, or there is no further socket to be had
     */
    @Nullable
    ThreadSocket open() {
        if (ending.isCrowded(places.get()) || !takePlace()) {
            return null;
        }
        ThreadSocket socket;
        try {
            socket = source.open();
        } catch (RuntimeException | Error e) {
            places.decrementAndGet();
            throw e;
        }
        Entry entry = new Entry(socket, tracing ? Thread.currentThread().getStackTrace() : new StackTraceElement[0]);
        entries.add(entry);
        counters.threadSocketOpened();
        if (closed) {
            close(entry, SocketEnd.SHUTDOWN);
            throw new Failure.Closed(name + " is shut down");
        }
        hold(entry);
        watch();
        return socket;
    }

    private boolean takePlace() {
        return places.getAndUpdate(taken -> Math.min(taken + 1, max)) < max;
    }

    /** Once, for it is no failure; and the mark is set first, for the one who hears of it may publish that. */
    private void tellFull() {
        if (max > 0 && toldFull.compareAndSet(false, true)) {
            LOG.warn(
                    "{}: all {} thread sockets are in use (bus.publish.max-thread-sockets); further threads share one",
                    name,
                    max);
        }
    }

    /** Gives the calling thread a sentinel of the entry's, in place of any it had. */
    private void hold(Entry entry) {
        Object[] sentinel = {entry};
        WeakReference<Object[]> reference = new WeakReference<>(sentinel);
        entry.sentinel = reference;
        entry.cleanable = CLEANER.register(sentinel, () -> {
            // Unless the thread has got its socket back by another sentinel.
            if (entry.sentinel == reference) {
                if (!entry.isOrphan()) {
                    source.leaving(entry.threadId, entry.socket);
                }
                close(entry, SocketEnd.CLEANER);
            }
        });
        sentinels.set(sentinel);
        if (entry.socket.isClosed()) {
            // Before the cleaner knew of it: it must not hold the entry for as long as the thread lives.
            entry.forget();
        }
    }

    /** Has the calling thread forget a socket that somebody has closed or is about to. */
    void forgetCurrent() {
        Object[] sentinel = sentinels.get();
        if (sentinel != null && sentinel[0] instanceof Entry entry && entry.socket.isClosed()) {
            sentinels.set(new Object[1]);
        }
    }

    /** Closes the calling thread's socket, if it has one; the next publish opens another. */
    void closeCurrent(SocketEnd why) {
        ThreadSocket ignored = recover();
        Object[] sentinel = sentinels.get();
        sentinels.remove();
        if (sentinel != null && sentinel[0] instanceof Entry entry) {
            close(entry, why);
        }
    }

    /**
     * Closes all sockets, for good. One in which a send is under way is waited for, whatever time there is: a send never
     * waits, and the context would not end before a socket that is left open.
     */
    void closeAll() {
        closed = true;
        long deadline = System.nanoTime() + SENDING_NANOS;
        while (true) {
            entries.forEach(entry -> close(entry, SocketEnd.SHUTDOWN));
            if (entries.isEmpty() || deadline - System.nanoTime() <= 0) {
                break;
            }
            LockSupport.parkNanos(50_000);
        }
        synchronized (watchLock) {
            LockSupport.unpark(watch);
        }
    }

    private void close(Entry entry, SocketEnd why) {
        if (entry.socket.tryClose() && entries.remove(entry)) {
            places.decrementAndGet();
            entry.forget();
            counters.threadSocketClosed(why);
            ending.add(entry.socket);
            source.closed(entry.socket);
        }
    }

    /** Those open now. */
    List<SocketTrace> traces() {
        long nowNanos = System.nanoTime();
        return entries.stream()
                .map(entry -> new SocketTrace(
                        entry.thread, Duration.ofNanos(nowNanos - entry.openedNanos), List.of(entry.openedAt)))
                .toList();
    }

    private void watch() {
        synchronized (watchLock) {
            if (watch == null) {
                Thread thread = OwnThreads.create(name + "-watch", this::closeOrphans);
                thread.start();
                watch = thread;
            }
        }
    }

    private void closeOrphans() {
        while (true) {
            if (!closed) {
                LockSupport.parkNanos(WATCH_NANOS);
            }
            for (Entry entry : entries) {
                if (entry.isOrphan()) {
                    close(entry, SocketEnd.WATCH);
                }
            }
            synchronized (watchLock) {
                // Who registers from here on starts another watch.
                if (closed || entries.isEmpty()) {
                    watch = null;
                    return;
                }
            }
        }
    }

    /** Reaches neither the thread nor the sentinel strongly: otherwise neither could ever be collected. */
    private static final class Entry {
        private final ThreadSocket socket;
        private final WeakReference<Thread> owner = new WeakReference<>(Thread.currentThread());
        private final String thread = Thread.currentThread().getName();
        private final long threadId = Thread.currentThread().getId();
        private final long openedNanos = System.nanoTime();
        private final StackTraceElement[] openedAt;
        private volatile @Nullable WeakReference<Object[]> sentinel;
        private volatile Cleaner.@Nullable Cleanable cleanable;

        Entry(ThreadSocket socket, StackTraceElement[] openedAt) {
            this.socket = socket;
            this.openedAt = openedAt;
        }

        boolean isOrphan() {
            Thread thread = owner.get();
            return thread == null || !thread.isAlive();
        }

        /** Lets go of the thread's sentinel, and has the cleaner let go of us. */
        @SuppressWarnings("NullAway") // From here on the sentinel holds nothing, as current() knows.
        void forget() {
            WeakReference<Object[]> reference = sentinel;
            Object[] array = reference == null ? null : reference.get();
            if (array != null) {
                array[0] = null;
            }
            Cleaner.Cleanable registered = cleanable;
            if (registered != null) {
                registered.clean();
            }
        }
    }
}
