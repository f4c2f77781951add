package org.busd.internal.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.OutletEvents;
import org.busd.internal.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outlets of a client: one for the process, or with {@code fan-in = thread} one a thread. Opened when they are needed,
 * ended together.
 *
 * <p>Thread-safe.
 */
final class Outlets {
    private static final Logger LOG = LoggerFactory.getLogger(Outlets.class);
    private static final Set<String> DEFAULT_NAMES = Set.of("local", "relay");
    private final String name;
    private final BusSettings settings;
    private final Transport transport;
    private final Budget budget;
    private final OutletEvents events;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicBoolean warned = new AtomicBoolean();
    /** All that are open; those that have ended go when the next one comes. */
    private final ConcurrentLinkedQueue<Outlet> all = new ConcurrentLinkedQueue<>();

    private final ReentrantLock opening = new ReentrantLock();
    /** With {@code fan-in = process} the one outlet; written under {@link #opening}. */
    private volatile @Nullable Outlet processOutlet;

    private volatile boolean closed;

    Outlets(String name, BusSettings settings, Transport transport, Budget budget, OutletEvents events) {
        this.name = name;
        this.settings = settings;
        this.transport = transport;
        this.budget = budget;
        this.events = events;
    }

    boolean isOnePerThread() {
        return settings.publish().fanIn() == Publish.FanIn.THREAD;
    }

    /**
     * The process's outlet, opened if need be; with {@code fan-in = thread} a new one each time.
     *
     * @throws Failure if it cannot be opened, or all are closed
     */
    Outlet open() {
        Outlet outlet = processOutlet;
        if (outlet == null) {
            outlet = isOnePerThread() ? start() : openForAll();
            // Not under the lock: who hears of it may publish that.
            warnOfUnusedNames();
        }
        return outlet;
    }

    private Outlet openForAll() {
        opening.lock();
        try {
            Outlet outlet = processOutlet;
            if (outlet == null) {
                outlet = start();
                processOutlet = outlet;
            }
            return outlet;
        } finally {
            opening.unlock();
        }
    }

    /** A new socket for the calling thread into an outlet. */
    ThreadSocket newThreadSocket() {
        Outlet outlet = open();
        try {
            return new ThreadSocket(outlet.newLane(), outlet);
        } catch (RuntimeException | Error e) {
            if (isOnePerThread()) {
                // Nobody else would ever use it.
                outlet.end(System.nanoTime(), () -> true);
            }
            throw e;
        }
    }

    private Outlet start() {
        Outlet outlet = transport.outlet(name + "-outlet-" + numbers.incrementAndGet(), events);
        all.removeIf(Outlet::hasEnded);
        // Listed before it starts: a shutdown that comes now either finds it here or is seen below.
        all.add(outlet);
        try {
            checkOpen();
            outlet.start();
        } catch (RuntimeException | Error e) {
            all.remove(outlet);
            checkOpen();
            throw e;
        }
        return outlet;
    }

    private void checkOpen() {
        if (closed) {
            throw new Failure.Closed(name + " is shut down");
        }
    }

    /** A site that lists endpoints for its services wants them used; nothing else would tell that they are not. */
    private void warnOfUnusedNames() {
        if (settings.publish().via() == Publish.Via.RELAY
                || settings.name().isPresent()
                || settings.modname().isPresent()) {
            return;
        }
        Set<String> names = new TreeSet<>(settings.endpoints().keySet());
        names.removeAll(DEFAULT_NAMES);
        if (!names.isEmpty() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "bus.endpoints lists {}, but neither bus.name nor bus.modname says which of these this process is:"
                            + " it publishes as {}",
                    String.join(", ", names),
                    settings.serviceName());
        }
    }

    /** Has the next one who needs an outlet open another. */
    void forget(Outlet dead) {
        opening.lock();
        try {
            if (processOutlet == dead) {
                processOutlet = null;
            }
        } finally {
            opening.unlock();
        }
    }

    /** The thread whose socket this was has gone: so does its outlet, if it had one of its own. */
    void gone(ThreadSocket socket) {
        if (isOnePerThread() && !closed) {
            Outlet outlet = socket.outlet();
            long settled = Math.max(outlet.settledAtNanos(), System.nanoTime());
            outlet.end(settled + settings.publish().linger().toNanos(), () -> socket.hasHandedOn(socket.sent()));
        }
    }

    /** When the last of those there now lets its first messages go; {@code now} at the least. */
    long settledAtNanos(long now) {
        long settled = now;
        for (Outlet outlet : all) {
            settled = Math.max(settled, outlet.settledAtNanos());
        }
        return settled;
    }

    /** Bound or connected endpoints. */
    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Outlet outlet : all) {
            if (!outlet.hasEnded()) {
                endpoints.addAll(outlet.endpoints());
            }
        }
        return List.copyOf(endpoints);
    }

    /** Opens no more. */
    void close() {
        closed = true;
    }

    /** Ends all as soon as the budget is empty, at {@code deadlineNanos} at the latest; waits {@code grace} longer. */
    void end(long deadlineNanos, Duration grace) {
        all.forEach(outlet -> outlet.end(deadlineNanos, budget::isEmpty));
        for (Outlet outlet : all) {
            boolean ignored = outlet.join(Deadlines.left(deadlineNanos + grace.toNanos()));
        }
        all.clear();
    }
}
