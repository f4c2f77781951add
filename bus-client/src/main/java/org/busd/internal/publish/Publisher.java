package org.busd.internal.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.Subscriptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publishing half of a client: finds the calling thread's way to an outlet, opens what is missing, and ends it all in
 * order. Nothing is opened before the first message.
 *
 * <p>Thread-safe.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Set<String> DEFAULT_NAMES = Set.of("local", "relay");
    private static final byte[] ANY_TOPIC = {};
    /**
     * How many times {@code settle} more those are waited for who are under way. A handshake takes its time in a process
     * that has just started on a busy host: up to a second, measured with four of them on two cores.
     */
    private static final int GREETING = 4;

    /** For threads to end that have come to their deadline. */
    private static final long GRACE_NANOS = 200_000_000;

    private final String name;
    private final BusSettings settings;
    private final Sockets sockets;
    private final Budget budget;
    private final PublishCounters counters = new PublishCounters();
    private final Subscriptions subscriptions = new Subscriptions();
    private final ThreadSockets threadSockets;
    private final AtomicInteger outletNumbers = new AtomicInteger();
    /** All outlets that are open; those that have ended go when the next one comes. */
    private final ConcurrentLinkedQueue<Outlet> outlets = new ConcurrentLinkedQueue<>();

    private final ReentrantLock opening = new ReentrantLock();
    /** With {@code fan-in = process} the one outlet; written under {@link #opening}. */
    private volatile @Nullable Outlet processOutlet;

    private final ReentrantLock sharing = new ReentrantLock();
    /** The socket of all threads that get none of their own; guarded by {@link #sharing}. */
    private @Nullable ThreadSocket shared;

    private final Trails trails = new Trails();

    /** When the first outlet was there; a relay has {@code ready-timeout} from then on. */
    private volatile long openedAtNanos;
    /** The relay's subscription has been seen: later outages only queue. */
    private volatile boolean relaySeen;

    private volatile boolean closed;

    public Publisher(String name, BusSettings settings, Sockets sockets) {
        this.name = name;
        this.settings = settings;
        this.sockets = sockets;
        this.budget = new Budget(
                settings.publish().highWaterMark(), settings.publish().maxBytes());
        this.threadSockets =
                new ThreadSockets(name, settings.publish().maxThreadSockets(), new OutletSource(), counters);
    }

    /**
     * Hands one encoded message to the calling thread's outlet. Waits while the budget is full, and never otherwise.
     *
     * @throws Failure if it cannot be published; then nothing is
     */
    public void publish(byte[] topic, byte[] envelope) {
        checkOpen();
        if (settings.publish().via() != Publish.Via.NONE) {
            try {
                send(topic, envelope);
            } catch (Failure e) {
                // What closes while we are in it fails in many ways; that it closes is what the caller wants to know.
                checkOpen();
                throw e;
            }
        }
        counters.published(envelope.length);
    }

    private void checkOpen() {
        if (closed) {
            throw new Failure.Closed(name + " is shut down");
        }
    }

    private void send(byte[] topic, byte[] envelope) {
        while (true) {
            ThreadSocket own = ownSocket();
            if (own == null) {
                sendShared(topic, envelope);
                return;
            }
            takeRoom(own.outlet(), envelope.length);
            if (sendOrGiveBack(own, topic, envelope)) {
                return;
            }
            // Somebody closed the socket before we got in: the client is shutting down, or the thread asked for it.
            checkOpen();
        }
    }

    /** The calling thread's socket, opened if it may have one; null: it goes the shared way. */
    private @Nullable ThreadSocket ownSocket() {
        ThreadSocket own = threadSockets.current();
        if (own != null) {
            return own;
        }
        if (VirtualThreads.isVirtual(Thread.currentThread()) || threadSockets.isFull()) {
            return null;
        }
        awaitTrail(null);
        return threadSockets.open();
    }

    /**
     * Waits until the outlet has taken what the calling thread sent another way than by {@code next}: between two sockets
     * ZeroMQ keeps no order.
     */
    private void awaitTrail(@Nullable ThreadSocket next) {
        Trails.Trail trail = trails.current();
        if (trail == null || trail.socket() == next) {
            return;
        }
        Outlet outlet = trail.socket().outlet();
        boolean ignored = budget.awaitUntil(() -> closed || trail.hasEnded() || outlet.isStuck(), Deadlines.never());
        checkOpen();
        if (!trail.hasEnded()) {
            throw full();
        }
    }

    private void sendShared(byte[] topic, byte[] envelope) {
        ThreadSocket socket = sharedSocket();
        awaitTrail(socket);
        // Room first: a wait for it must not keep the others from the lock.
        takeRoom(socket.outlet(), envelope.length);
        boolean sent;
        sharing.lock();
        try {
            sent = sendOrGiveBack(socket, topic, envelope);
            // A virtual thread never gets a socket of its own.
            if (sent && !VirtualThreads.isVirtual(Thread.currentThread())) {
                trails.leave(socket);
            }
        } finally {
            sharing.unlock();
        }
        if (!sent) {
            throw new Failure.Closed(name + " is shut down");
        }
    }

    private ThreadSocket sharedSocket() {
        sharing.lock();
        try {
            checkOpen();
            ThreadSocket socket = shared;
            if (socket == null) {
                socket = newSocket();
                shared = socket;
            }
            return socket;
        } finally {
            sharing.unlock();
        }
    }

    private boolean sendOrGiveBack(ThreadSocket socket, byte[] topic, byte[] envelope) {
        boolean sent = false;
        try {
            sent = socket.send(topic, envelope);
            return sent;
        } finally {
            if (!sent) {
                budget.give(1, envelope.length);
            }
        }
    }

    /** Takes a share of the budget for one message, waiting for it if need be. */
    private void takeRoom(Outlet outlet, int bytes) {
        awaitRelay(outlet);
        checkAlive(outlet);
        if (outlet.isStuck()) {
            throw full();
        }
        if (budget.tryTake(bytes)) {
            return;
        }
        boolean[] taken = {false};
        boolean ignored = budget.awaitUntil(
                () -> closed || outlet.death() != null || outlet.isStuck() || (taken[0] = budget.tryTake(bytes)),
                Deadlines.never());
        if (!taken[0]) {
            checkOpen();
            checkAlive(outlet);
            throw full();
        }
    }

    private void checkAlive(Outlet outlet) {
        sockets.checkAlive();
        Throwable death = outlet.death();
        if (death != null) {
            forget(outlet);
            throw new Failure("the publishing socket at " + named(outlet.endpoints()) + " died of " + death, death);
        }
    }

    /** So that the next publish starts afresh. */
    private void forget(Outlet dead) {
        threadSockets.closeCurrent();
        opening.lock();
        try {
            if (processOutlet == dead) {
                processOutlet = null;
            }
        } finally {
            opening.unlock();
        }
        sharing.lock();
        try {
            ThreadSocket socket = shared;
            if (socket != null && socket.outlet() == dead && socket.tryClose()) {
                shared = null;
            }
        } finally {
            sharing.unlock();
        }
    }

    private Failure full() {
        return new Failure("a subscriber's queue is full (bus.publish.overflow = fail, bus.publish.high-water-mark = "
                + settings.publish().highWaterMark() + "): publish again later");
    }

    /**
     * Waits until a relay has subscribed: before it has, ZeroMQ would drop. All callers share one time-out, counted from
     * the outlet's start, so nobody waits twice.
     */
    private void awaitRelay(Outlet outlet) {
        if (relaySeen || settings.publish().via() != Publish.Via.RELAY) {
            return;
        }
        long deadline = openedAtNanos + settings.publish().readyTimeout().toNanos();
        if (!subscriptions.awaitUninterruptibly(ANY_TOPIC, 1, deadline)) {
            checkOpen();
            throw new Failure("no relay answers at " + named(outlet.endpoints()) + " (bus.relay.inbound; waited "
                    + settings.publish().readyTimeout().toMillis()
                    + " ms, bus.publish.ready-timeout): is `bus relay` running there?");
        }
        relaySeen = true;
    }

    private static String named(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    /** Opens the publishing side now rather than with the first message, e.g. to see who subscribes. */
    public void open() {
        checkOpen();
        if (settings.publish().via() != Publish.Via.NONE) {
            checkAlive(isOutletPerThread() ? wayOut().outlet() : outlet());
        }
    }

    private ThreadSocket wayOut() {
        ThreadSocket own = ownSocket();
        return own == null ? sharedSocket() : own;
    }

    private boolean isOutletPerThread() {
        return settings.publish().fanIn() == Publish.FanIn.THREAD;
    }

    /** The process's outlet; with {@code fan-in = thread} a new one each time. */
    private Outlet outlet() {
        if (isOutletPerThread()) {
            return newOutlet();
        }
        Outlet outlet = processOutlet;
        if (outlet != null) {
            return outlet;
        }
        opening.lock();
        try {
            checkOpen();
            outlet = processOutlet;
            if (outlet == null) {
                outlet = newOutlet();
                processOutlet = outlet;
            }
            return outlet;
        } finally {
            opening.unlock();
        }
    }

    private ThreadSocket newSocket() {
        Outlet outlet = outlet();
        try {
            return outlet.newThreadSocket();
        } catch (RuntimeException | Error e) {
            if (isOutletPerThread()) {
                // Nobody else would ever use it.
                outlet.end(System.nanoTime(), () -> true);
            }
            throw e;
        }
    }

    private final class OutletSource implements ThreadSockets.Source {
        @Override
        public ThreadSocket open() {
            return newSocket();
        }

        @Override
        public void closed(ThreadSocket socket) {
            if (isOutletPerThread() && !closed) {
                Outlet outlet = socket.outlet();
                long settled = Math.max(outlet.settledAtNanos(), System.nanoTime());
                outlet.end(settled + settings.publish().linger().toNanos(), () -> socket.hasHandedOn(socket.sent()));
            }
        }
    }

    private Outlet newOutlet() {
        Publish publish = settings.publish();
        boolean relayed = publish.via() == Publish.Via.RELAY;
        Outlet outlet = new Outlet(
                name + "-outlet-" + outletNumbers.incrementAndGet(),
                sockets,
                attachment(),
                relayed ? Duration.ZERO : publish.settle(),
                relayed ? publish.readyTimeout() : publish.settle().multipliedBy(GREETING),
                new Overflow(publish.overflow(), publish.patience(), counters, budget::signal),
                budget,
                subscriptions,
                counters);
        outlets.removeIf(Outlet::hasEnded);
        // Listed before it starts: a shutdown that comes now either finds it here or is seen below.
        outlets.add(outlet);
        try {
            checkOpen();
            outlet.start();
        } catch (RuntimeException | Error e) {
            outlets.remove(outlet);
            checkOpen();
            throw e;
        }
        if (openedAtNanos == 0) {
            openedAtNanos = System.nanoTime();
        }
        return outlet;
    }

    private Attachment attachment() {
        if (settings.publish().via() == Publish.Via.RELAY) {
            return new Attachment.ToRelay(settings.relay().inbound());
        }
        String service = settings.serviceName();
        warnOfUnusedNames(service);
        return new Attachment.Bound(
                service,
                settings.endpoints().getOrDefault(service, List.of()),
                settings.publish().bindAddress());
    }

    /** A site that lists endpoints for its services wants them used; nothing else would tell that they are not. */
    private void warnOfUnusedNames(String service) {
        if (settings.name().isPresent() || settings.modname().isPresent()) {
            return;
        }
        Set<String> names = new TreeSet<>(settings.endpoints().keySet());
        names.removeAll(DEFAULT_NAMES);
        if (!names.isEmpty()) {
            LOG.warn(
                    "bus.endpoints lists {}, but neither bus.name nor bus.modname says which of these this process is:"
                            + " it publishes as {}",
                    String.join(", ", names),
                    service);
        }
    }

    /** Where this process publishes: bound or connected endpoints, none before the first message. */
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (Outlet outlet : outlets) {
            if (!outlet.hasEnded()) {
                all.addAll(outlet.endpoints());
            }
        }
        return List.copyOf(all);
    }

    /** Who listens. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public PublishCounters counters() {
        return counters;
    }

    /** Messages accepted and not yet given to ZeroMQ. */
    public long queuedMessages() {
        return budget.messages();
    }

    /** Bytes of those messages. */
    public long queuedBytes() {
        return budget.bytes();
    }

    /** Open thread sockets, the shared one not counted. */
    public int threadSockets() {
        return threadSockets.size();
    }

    /** Closes the calling thread's socket; the next publish opens another. */
    public void closeThread() {
        ThreadSocket own = threadSockets.current();
        if (own != null) {
            trails.leave(own);
            threadSockets.closeCurrent();
        }
    }

    /**
     * Waits until all that was accepted has been given to ZeroMQ.
     *
     * @return whether it was within {@code wait}
     */
    public boolean flush(Duration wait) {
        return budget.awaitUntil(budget::isEmpty, Deadlines.after(wait));
    }

    /**
     * Takes no more messages, has those accepted sent, and closes. The settle time that is left is waited out, then the
     * outlets have {@code linger}.
     *
     * @param budgetOfTime at the most; empty: as long as settle and linger want
     * @return how many accepted messages could not be given to ZeroMQ
     */
    public long shutdown(Optional<Duration> budgetOfTime) {
        closed = true;
        budget.signal();
        subscriptions.close();
        long now = System.nanoTime();
        long settled = now;
        for (Outlet outlet : outlets) {
            settled = Math.max(settled, outlet.settledAtNanos());
        }
        long wanted = settled + settings.publish().linger().toNanos();
        long deadline = budgetOfTime
                .map(limit -> Math.min(wanted, Deadlines.after(limit)))
                .orElse(wanted);
        threadSockets.closeAll(deadline);
        closeShared();
        outlets.forEach(outlet -> outlet.end(deadline, budget::isEmpty));
        long joined = deadline + GRACE_NANOS;
        for (Outlet outlet : outlets) {
            boolean ignored = outlet.join(Duration.ofNanos(Math.max(0, joined - System.nanoTime())));
        }
        outlets.clear();
        return budget.messages();
    }

    private void closeShared() {
        sharing.lock();
        try {
            ThreadSocket socket = shared;
            if (socket != null) {
                // Nobody is inside: they hold the lock.
                boolean ignored = socket.tryClose();
            }
        } finally {
            sharing.unlock();
        }
    }
}
