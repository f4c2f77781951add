package org.busd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.busd.internal.ForeignErrors;
import org.busd.internal.Uninterruptibly;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What users want done while the client still publishes. Thread-safe. */
final class BeforeShutdown {
    private static final Logger LOG = LoggerFactory.getLogger(BeforeShutdown.class);

    private final String name;
    /** Guarded by this. */
    private final List<Runnable> actions = new ArrayList<>();
    /** Takes no more; guarded by this. */
    private boolean begun;

    private volatile @Nullable Thread running;

    BeforeShutdown(String name) {
        this.name = name;
    }

    /** Adds {@code action}; returns whether it is in time. */
    synchronized boolean add(Runnable action) {
        if (begun) {
            return false;
        }
        actions.add(action);
        return true;
    }

    /** Whether the calling thread is the one that runs the actions. */
    boolean isHere() {
        return running == Thread.currentThread();
    }

    /** Runs all, in the order they came, on a thread of their own; returns when they are done, or {@code wait} is over. */
    void run(Duration wait) {
        List<Runnable> all = begin();
        if (all.isEmpty()) {
            return;
        }
        Thread thread = new Thread(() -> runHere(all), name + "-before-shutdown");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            LOG.error("{}: nothing is done before the shutdown: {}", name, e.getMessage());
            return;
        }
        if (!Uninterruptibly.join(thread, wait)) {
            LOG.warn("{}: what is to be done before the shutdown takes longer than {} ms", name, wait.toMillis());
        }
    }

    private void runHere(List<Runnable> all) {
        running = Thread.currentThread();
        try {
            all.forEach(this::run);
        } finally {
            // It holds the actions, which are the program's.
            running = null;
        }
    }

    private synchronized List<Runnable> begin() {
        begun = true;
        List<Runnable> all = List.copyOf(actions);
        actions.clear();
        return all;
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            // Not only what javac knows of: other languages throw checked exceptions from anywhere.
            ForeignErrors.log(LOG, name + ": what was to be done before the shutdown failed", e);
        }
    }
}
