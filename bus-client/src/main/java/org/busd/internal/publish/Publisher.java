package org.busd.internal.publish;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.OwnThreads;
import org.busd.internal.VirtualThreads;
import org.busd.internal.transport.Audience;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The publishing half of a client: finds the calling thread's way to an outlet, opens what is missing, and ends it all in
 * order. Nothing is opened before the first message.
 *
 * <p>Thread-safe.
 */
public final class Publisher {
    /** For threads to end that have come to their deadline. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final String name;
    private final BusSettings settings;
    private final BiConsumer<byte[], byte[]> unsent;
    private final Transport transport;
    private final Budget budget;
    private final PublishCounters counters = new PublishCounters();
    private final Audience audience;
    private final Outlets outlets;
    private final ThreadSockets threadSockets;
    private final Deliveries deliveries;
    private final Trails trails = new Trails();

    private final ReentrantLock sharing = new ReentrantLock();
    /** The socket of all threads that get none of their own; written, and sent by, under {@link #sharing}. */
    private volatile @Nullable ThreadSocket shared;

    /** An outlet was opened, perhaps not the one that is there now. */
    private volatile boolean openedAhead;

    /** Accepts no more. */
    private volatile boolean closed;
    /** Sends no more of what was accepted. */
    private volatile boolean ended;
    /** What has not been sent never will be. */
    private volatile boolean over;

    /**
     * A publisher that has opened nothing.
     *
     * @param told turns what goes wrong after {@link #publishAsync} returned into what its future fails with
     * @param unsent gets the topic and the envelope of what {@code via = none} keeps from being sent
     */
    public Publisher(
            String name,
            BusSettings settings,
            Transport transport,
            Function<Throwable, Throwable> told,
            BiConsumer<byte[], byte[]> unsent) {
        this.name = name;
        this.settings = settings;
        this.transport = transport;
        this.audience = transport.audience();
        this.unsent = unsent;
        Publish publish = settings.publish();
        this.budget = new Budget(publish.highWaterMark(), publish.maxBytes());
        this.outlets = new Outlets(name, settings, transport, budget, new Reports(budget, counters));
        this.threadSockets = new ThreadSockets(
                name, publish.maxThreadSockets(), publish.traceThreadSockets(), new OutletSource(), counters);
        this.deliveries = new Deliveries(name, publish.highWaterMark(), this::deliver, told);
        transport.whenDead(this::wakeAll);
    }

    /** Whoever waits for what an I/O thread would do. */
    private void wakeAll() {
        audience.close();
        budget.signal();
    }

    private final class OutletSource implements ThreadSockets.Source {
        @Override
        public ThreadSocket open() {
            return outlets.newThreadSocket();
        }

        @Override
        public void leaving(long thread, ThreadSocket socket) {
            trails.leave(thread, Trail.Sent.by(socket));
        }

        @Override
        public void closed(ThreadSocket socket) {
            outlets.gone(socket);
        }
    }

    /**
     * Hands one encoded message to the calling thread's outlet. Waits while the budget is full, and never otherwise.
     *
     * @throws Failure if it cannot be published; then nothing is
     */
    public void publish(byte[] topic, byte[] envelope) {
        checkOpen();
        if (settings.publish().via() == Publish.Via.NONE) {
            unsent.accept(topic, envelope);
        } else {
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

    /**
     * Hands one encoded message to the sender; waits for nothing.
     *
     * @return completed when ZeroMQ has got it
     * @throws Failure if there is no room for it
     */
    public CompletableFuture<@Nullable Void> publishAsync(byte[] topic, byte[] envelope) {
        checkOpen();
        if (settings.publish().via() == Publish.Via.NONE) {
            unsent.accept(topic, envelope);
            counters.published(envelope.length);
            return CompletableFuture.completedFuture(null);
        }
        checkNotServing();
        if (!budget.tryTake(envelope.length)) {
            throw new Failure("too many messages wait to be sent (bus.publish.high-water-mark, bus.publish.max-bytes):"
                    + " publish again later");
        }
        Delivery delivery;
        try {
            delivery = deliveries.accept(topic, envelope, before());
        } catch (RuntimeException | Error e) {
            budget.give(1, envelope.length);
            throw e;
        }
        trails.leave(delivery.progress());
        counters.published(envelope.length);
        return delivery.future();
    }

    /** What the calling thread has sent by another way than the sender's, which keeps its own order. */
    private @Nullable Trail before() {
        ThreadSocket own = threadSockets.recover();
        Trail trail = own == null ? trails.current() : Trail.Sent.by(own);
        return trail instanceof Delivery.Progress ? null : trail;
    }

    /** Sends what {@link #publishAsync} accepted, or fails it; on the sender's thread, which may wait. */
    private void deliver(Delivery delivery) {
        try {
            ThreadSocket socket = sharedSocket();
            delivery.progress().goesBy(socket);
            checkReady(socket.outlet());
            Trail before = delivery.before();
            if (before != null && !before.leadsInto(socket)) {
                await(before, () -> ended);
            }
            checkNotEnded();
            sendShared(socket, delivery);
        } catch (RuntimeException | Error e) {
            // First: who waits for room may wait for this to be over, too.
            delivery.lost(e);
            // What was not sent for want of time is counted as that, by the room it still takes.
            if (!ended) {
                counters.dropped();
                budget.give(1, delivery.envelope().length);
            }
        }
    }

    private void sendShared(ThreadSocket socket, Delivery delivery) {
        sharing.lock();
        try {
            if (!socket.send(delivery.topic(), delivery.envelope(), delivery)) {
                throw closed();
            }
        } finally {
            sharing.unlock();
        }
    }

    private Failure.Closed closed() {
        return new Failure.Closed(name + " is shut down");
    }

    private void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    private void checkNotEnded() {
        if (ended) {
            throw closed();
        }
    }

    private static void checkNotServing() {
        if (OwnThreads.isServing()) {
            throw new Failure(Thread.currentThread().getName()
                    + " serves those who publish, and so cannot publish itself" + " (does a log appender?)");
        }
    }

    private void send(byte[] topic, byte[] envelope) {
        while (true) {
            ThreadSocket own = ownSocket();
            if (own == null ? sendShared(topic, envelope) : sendBy(own, topic, envelope)) {
                return;
            }
            // Somebody closed the socket before we got in: the client is shutting down, the outlet died, or the thread
            // asked for it.
            checkOpen();
            threadSockets.forgetCurrent();
        }
    }

    private boolean sendBy(ThreadSocket own, byte[] topic, byte[] envelope) {
        if (deliveries.isAny()) {
            awaitTrail(own);
        }
        takeRoom(own.outlet(), envelope.length);
        return sendOrGiveBack(own, topic, envelope);
    }

    /** The calling thread's socket, opened if it may have one; null: it goes the shared way. */
    private @Nullable ThreadSocket ownSocket() {
        ThreadSocket own = threadSockets.current();
        if (own != null) {
            return own;
        }
        if (VirtualThreads.isVirtual(Thread.currentThread())) {
            return null;
        }
        checkNotServing();
        own = threadSockets.recover();
        if (own != null || threadSockets.isFull()) {
            return own;
        }
        awaitTrail(null);
        return threadSockets.open();
    }

    /** Waits until what the calling thread sent another way than by {@code next} has been taken. */
    private void awaitTrail(@Nullable ThreadSocket next) {
        Trail trail = trails.current();
        if (trail == null || (next != null && trail.leadsInto(next))) {
            return;
        }
        await(trail, () -> closed);
        checkOpen();
    }

    /** Waits until {@code trail} has ended, or {@code over}. */
    private void await(Trail trail, BooleanSupplier over) {
        boolean ignored = budget.awaitUntil(
                () -> trail.hasEnded() || trail.isStuck() || transport.isDead() || over.getAsBoolean(),
                Deadlines.never());
        transport.checkAlive();
        if (!trail.hasEnded() && !over.getAsBoolean()) {
            throw full();
        }
    }

    private boolean sendShared(byte[] topic, byte[] envelope) {
        ThreadSocket socket = sharedSocket();
        awaitTrail(socket);
        // Room first: a wait for it must not keep the others from the lock.
        takeRoom(socket.outlet(), envelope.length);
        sharing.lock();
        try {
            boolean sent = sendOrGiveBack(socket, topic, envelope);
            // A virtual thread never gets a socket of its own.
            if (sent && !VirtualThreads.isVirtual(Thread.currentThread())) {
                trails.leave(Trail.Sent.by(socket));
            }
            return sent;
        } finally {
            sharing.unlock();
        }
    }

    private ThreadSocket sharedSocket() {
        checkNotEnded();
        ThreadSocket socket = shared;
        return socket == null ? openShared() : socket;
    }

    private ThreadSocket openShared() {
        sharing.lock();
        try {
            checkNotEnded();
            ThreadSocket socket = shared;
            if (socket == null) {
                socket = outlets.newThreadSocket();
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
            sent = socket.send(topic, envelope, null);
            return sent;
        } finally {
            if (!sent) {
                budget.give(1, envelope.length);
            }
        }
    }

    /** Takes a share of the budget for one message, waiting for it if need be. */
    private void takeRoom(Outlet outlet, int bytes) {
        checkReady(outlet);
        if (budget.tryTake(bytes)) {
            return;
        }
        boolean[] taken = {false};
        boolean ignored = budget.awaitUntil(
                () -> closed
                        || transport.isDead()
                        || outlet.death() != null
                        || outlet.isStuck()
                        || (taken[0] = budget.tryTake(bytes)),
                Deadlines.never());
        if (!taken[0]) {
            checkOpen();
            checkAlive(outlet);
            throw full();
        }
    }

    private void checkReady(Outlet outlet) {
        awaitRelay(outlet);
        checkAlive(outlet);
        if (outlet.isStuck()) {
            throw full();
        }
    }

    private void checkAlive(Outlet outlet) {
        transport.checkAlive();
        Throwable death = outlet.death();
        if (death != null) {
            forget(outlet);
            throw new Failure("the publishing socket at " + named(outlet.endpoints()) + " died of " + death, death);
        }
    }

    /** So that the next publish starts afresh. */
    private void forget(Outlet dead) {
        threadSockets.closeCurrent(SocketEnd.FAILURE);
        outlets.forget(dead);
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
     * Waits until a relay has subscribed: before it has, ZeroMQ would drop; later outages only queue. All callers share one
     * time-out, counted from the outlet's start, so nobody waits twice.
     */
    private void awaitRelay(Outlet outlet) {
        if (!outlet.awaitRelay(settings.publish().readyTimeout())) {
            checkNotEnded();
            transport.checkAlive();
            throw new Failure("no relay answers at " + named(outlet.endpoints()) + " (bus.relay.inbound; waited "
                    + settings.publish().readyTimeout().toMillis()
                    + " ms, bus.publish.ready-timeout): is `bus relay` running there?");
        }
    }

    private static String named(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    /** Opens the publishing side now rather than with the first message, e.g. to see who subscribes. */
    public void open() {
        checkOpen();
        if (settings.publish().via() != Publish.Via.NONE) {
            checkAlive(outlets.isOnePerThread() ? wayOut().outlet() : outlets.open());
        }
    }

    /**
     * Opens the process's outlet if there is none: while it waits for those who are reconnecting, the first message can be
     * encoded, which takes long in a JVM that has just started.
     *
     * @throws Failure if it cannot be opened
     */
    public void openAhead() {
        if (!openedAhead && settings.publish().via() != Publish.Via.NONE && !outlets.isOnePerThread()) {
            checkNotServing();
            Outlet ignored = outlets.open();
            openedAhead = true;
        }
    }

    private ThreadSocket wayOut() {
        ThreadSocket own = ownSocket();
        return own == null ? sharedSocket() : own;
    }

    /** Where this process publishes: bound or connected endpoints, none before the first message. */
    public List<Endpoint> endpoints() {
        return outlets.endpoints();
    }

    /**
     * Waits until {@code count} live subscriptions cover {@code topic}; opens the publishing side first.
     *
     * @param deadlineNanos on {@link System#nanoTime()}'s scale
     * @return whether they did in time
     * @throws InterruptedException if the caller is interrupted while it waits
     * @throws Failure if the publishing side cannot be opened, or ends meanwhile
     */
    public boolean awaitSubscribers(byte[] topic, int count, long deadlineNanos) throws InterruptedException {
        open();
        boolean there = audience.await(topic, count, deadlineNanos);
        if (!there) {
            checkOpen();
            transport.checkAlive();
        }
        return there;
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

    /** The thread sockets that are open, the shared one not among them. */
    public List<SocketTrace> threadSocketTraces() {
        return threadSockets.traces();
    }

    /** Closes the calling thread's socket; the next publish opens another. */
    public void closeThread() {
        ThreadSocket own = threadSockets.recover();
        // A trail that has not ended is of what was published without waiting, after what this socket has sent.
        if (own != null && trails.current() == null) {
            trails.leave(Trail.Sent.by(own));
        }
        threadSockets.closeCurrent(SocketEnd.CALL);
    }

    /**
     * Waits until all that was accepted has been given to ZeroMQ, or never will be.
     *
     * @return whether it was within {@code wait}
     */
    public boolean flush(Duration wait) {
        boolean ignored = budget.awaitUntil(() -> budget.isEmpty() || over, Deadlines.after(wait));
        return budget.isEmpty();
    }

    /**
     * Takes no more messages, has those accepted sent, and closes. The settle time that is left is waited out, then the
     * outlets have {@code linger}.
     *
     * @param budgetOfTime at the most; empty: as long as settle and linger want
     * @return how many accepted messages could not be given to ZeroMQ
     */
    public long shutdown(Optional<Duration> budgetOfTime) {
        long now = System.nanoTime();
        long latest = budgetOfTime.map(Deadlines::after).orElseGet(Deadlines::never);
        closed = true;
        budget.signal();
        deliveries.drain(Math.min(latest, lingerFrom(outlets.settledAtNanos(now))));
        ended = true;
        outlets.close();
        audience.close();
        budget.signal();
        long deadline = Math.min(latest, lingerFrom(outlets.settledAtNanos(now)));
        threadSockets.closeAll();
        closeShared();
        outlets.end(deadline, GRACE);
        deliveries.end();
        over = true;
        budget.signal();
        return budget.messages();
    }

    private long lingerFrom(long nanos) {
        return nanos + settings.publish().linger().toNanos();
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
