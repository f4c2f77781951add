package org.busd.internal.zmq;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.busd.config.Endpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listed endpoint whose host is a name: looked up until there is a connection to it, and again when there is none any
 * more, with growing pauses. A host that gets another address is so found again, and of several addresses one that answers.
 *
 * <p>Thread-safe.
 */
final class FollowedName {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedName.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LAST_PAUSE_MILLIS = 10_000;

    private final Endpoint listed;
    private final Lookup names;
    private final ScheduledExecutorService threads;
    private final Consumer<Endpoint> moved;
    /** Guarded by this, like the others below. */
    private boolean connected;
    /** A look is under way or to come. */
    private boolean looking;

    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private @Nullable Endpoint current;

    /**
     * A name that is not looked up yet.
     *
     * @param threads for looking up; that one ends means that nobody wants to know any more
     * @param moved told each new address to connect to in place of the one before, by one of the threads
     */
    FollowedName(Endpoint listed, Lookup names, ScheduledExecutorService threads, Consumer<Endpoint> moved) {
        this.listed = listed;
        this.names = names;
        this.threads = threads;
        this.moved = moved;
    }

    /** Begins to look it up. */
    void follow() {
        look(0);
    }

    /** There is a connection to it. */
    synchronized void connected() {
        connected = true;
    }

    /** There no longer is. Called on I/O threads. */
    synchronized void disconnected() {
        connected = false;
        pauseMillis = FIRST_PAUSE_MILLIS;
        look(pauseMillis);
    }

    /** Whether there is a connection again, before another address was gone to: then it stays at {@code address}. */
    synchronized boolean isBackAt(Endpoint address) {
        if (connected) {
            current = address;
        }
        return connected;
    }

    /** Its address of before was left. ZeroMQ does not tell of a connection that ends so; there may just have been one. */
    synchronized void left() {
        if (connected) {
            disconnected();
        }
    }

    private synchronized void look(long delayMillis) {
        if (looking || connected) {
            return;
        }
        try {
            ScheduledFuture<?> ignored = threads.schedule(this::lookNow, delayMillis, TimeUnit.MILLISECONDS);
            looking = true;
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is no longer looked for", listed);
        } catch (OutOfMemoryError e) {
            // No thread to be had: on an I/O thread this must not be thrown on. The next disconnection looks again.
            LOG.warn("{}: cannot be looked up now: {}", listed, e.getMessage());
        }
    }

    private void lookNow() {
        try {
            Endpoint next = next(names.addresses(listed));
            if (next != null) {
                moved.accept(next);
            }
        } catch (UnknownHostException e) {
            tellUnknown();
        } catch (RuntimeException | Error e) {
            // As where memory was short: no reason to look for it never again.
            LOG.error("{}: could not be looked up", listed, e);
        } finally {
            lookLater();
        }
    }

    /** The address to go to from now on; null: the one it has. */
    private synchronized @Nullable Endpoint next(List<Endpoint> found) {
        if (connected) {
            return null;
        }
        Endpoint before = current;
        // Not the one that did not answer, if there is another; -1 + 1 is the first, for one that has moved.
        Endpoint next = found.get((found.indexOf(before) + 1) % found.size());
        current = next;
        return next.equals(before) ? null : next;
    }

    private synchronized void tellUnknown() {
        if (pauseMillis == FIRST_PAUSE_MILLIS) {
            LOG.warn("{}: the host is unknown; it is looked up again until it is known", listed);
        }
    }

    private synchronized void lookLater() {
        looking = false;
        long pause = pauseMillis;
        pauseMillis = Math.min(2 * pause, LAST_PAUSE_MILLIS);
        look(pause);
    }
}
