package org.busd.internal.publish;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.busd.internal.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The registry of thread sockets: who has one, and how each is closed when its thread ends. Three ways lead there, all
 * idempotent: a {@link Cleaner} on the sentinel that only the thread's {@link ThreadLocal} holds, a watch that looks once
 * a second for dead threads while any is registered, and {@link #closeCurrent()}.
 *
 * <p>The sentinel is a plain {@code Object[]}: what stays behind in a pool thread's map after the client was closed is a
 * JDK object that has been emptied, so that it holds neither a client nor a class loader.
 *
 * <p>Thread-safe.
 */
final class ThreadSockets {
    private static final long WATCH_NANOS = 1_000_000_000;

    /** Its thread belongs to the JDK and holds what is registered only; each entry is taken out when it is closed. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final String name;
    private final Source source;
    private final PublishCounters counters;
    private final int max;

    @SuppressWarnings("ThreadLocalUsage") // One a client: a thread has a socket to each.
    private final ThreadLocal<Object @Nullable []> sentinels = new ThreadLocal<>();

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    private final Object watchLock = new Object();
    /** Looks for dead threads while there are entries; guarded by {@link #watchLock}. */
    private @Nullable Thread watch;

    private volatile boolean closed;

    ThreadSockets(String name, int max, Source source, PublishCounters counters) {
        this.name = name;
        this.max = max;
        this.source = source;
        this.counters = counters;
    }

    /** How a thread socket is opened, and what else ends with it. */
    interface Source {
        /** Opens a socket for the calling thread. */
        ThreadSocket open();

        /** The socket of a thread is closed. */
        void closed(ThreadSocket socket);
    }

    /** The calling thread's socket if it has an open one. */
    @Nullable
    ThreadSocket current() {
        Entry entry = currentEntry();
        return entry == null ? null : entry.socket;
    }

    private @Nullable Entry currentEntry() {
        Object[] sentinel = sentinels.get();
        return sentinel != null && sentinel[0] instanceof Entry entry ? entry : null;
    }

    boolean isFull() {
        return entries.size() >= max;
    }

    int size() {
        return entries.size();
    }

    /**
     * Opens and registers a socket for the calling thread.
     *
     * @throws Failure if the registry is closed, or there is no further socket to be had
     */
    ThreadSocket open() {
        ThreadSocket socket = source.open();
        Entry entry = new Entry(socket);
        entries.add(entry);
        counters.threadSocketOpened();
        if (closed) {
            close(entry);
            throw new Failure.Closed(name + " is shut down");
        }
        Object[] sentinel = {entry};
        entry.sentinel = new WeakReference<>(sentinel);
        entry.cleanable = CLEANER.register(sentinel, () -> close(entry));
        sentinels.set(sentinel);
        watch();
        return socket;
    }

    /** Closes the calling thread's socket, if it has one; the next publish opens another. */
    void closeCurrent() {
        Entry entry = currentEntry();
        if (entry != null) {
            sentinels.remove();
            close(entry);
        }
    }

    /**
     * Closes all sockets, for good. One in which a send is under way is waited for.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     */
    void closeAll(long deadlineNanos) {
        closed = true;
        while (true) {
            entries.forEach(this::close);
            if (entries.isEmpty() || deadlineNanos - System.nanoTime() <= 0) {
                break;
            }
            LockSupport.parkNanos(50_000);
        }
        synchronized (watchLock) {
            LockSupport.unpark(watch);
        }
    }

    private void close(Entry entry) {
        if (entry.socket.tryClose() && entries.remove(entry)) {
            entry.forget();
            counters.threadSocketClosed();
            source.closed(entry.socket);
        }
    }

    private void watch() {
        synchronized (watchLock) {
            if (watch == null) {
                Thread thread = new Thread(this::closeOrphans, name + "-watch");
                thread.setDaemon(true);
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
                    close(entry);
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
        private volatile @Nullable WeakReference<Object[]> sentinel;
        private volatile Cleaner.@Nullable Cleanable cleanable;

        Entry(ThreadSocket socket) {
            this.socket = socket;
        }

        boolean isOrphan() {
            Thread thread = owner.get();
            return thread == null || !thread.isAlive();
        }

        /** Lets go of the thread's sentinel, and has the cleaner let go of us. */
        @SuppressWarnings("NullAway") // From here on the sentinel holds nothing, as currentEntry() knows.
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
