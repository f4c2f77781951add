package org.busd.internal.zmq;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.busd.config.Endpoint;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.transport.Lane;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.OutletEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;

/**
 * Takes messages from lanes by a PULL socket, its intake, and publishes them by an XPUB. One thread opens, works and closes
 * both; others send to the intake, which is its mailbox, or past it while it sleeps, by the {@link Shortcut}.
 *
 * <p>After binding it holds messages for {@code settle}, so that subscribers which are reconnecting get the first ones,
 * while the publishing threads go on.
 */
final class ZmqOutlet implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(ZmqOutlet.class);

    /** How many messages are moved before the budget is given back and new subscribers are looked for. */
    private static final int BATCH = 256;

    /** How long one look lasts while the outlet may not read its intake, or waits for the last messages. */
    private static final long SLICE_MILLIS = 20;

    /** Short, for most often nobody is under way; longer than a moment only on a busy host. */
    private static final long GREETING_SLICE_MILLIS = 2;

    private final String intake;
    private final Sockets sockets;
    private final Attachment attachment;
    private final Duration settle;
    private final Duration grace;
    private final Overflow overflow;
    private final Subscribers subscribers;
    private final OutletEvents events;
    private final Thread thread;
    private final CompletableFuture<List<Endpoint>> opened = new CompletableFuture<>();

    /** On the outlet's thread only. */
    private final TopicFrames topics = new TopicFrames();

    private volatile long openedAtNanos = System.nanoTime();
    private volatile long settledAtNanos = openedAtNanos;
    /** A relay has subscribed, if there is one in between. */
    private volatile boolean relayed;

    private volatile @Nullable Ending ending;
    private volatile @Nullable Throwable death;
    /** Set when nothing more is taken from the intake. */
    private volatile boolean over;
    /** Wakes the outlet when it has to end, or when ZeroMQ has given up a relay. */
    private final Bell bell = new Bell();

    private final Shortcut shortcut;

    /** Until when to go on at the most, and what tells that there is nothing left to do. */
    private record Ending(long deadlineNanos, BooleanSupplier done) {
        boolean isOver() {
            return done.getAsBoolean() || deadlineNanos - System.nanoTime() <= 0;
        }
    }

    /**
     * An outlet that is not open yet.
     *
     * @param settle how long messages are held after binding
     * @param grace how much longer those are waited for who are under way then, or how long relays are
     */
    ZmqOutlet(
            String name,
            Sockets sockets,
            Attachment attachment,
            Duration settle,
            Duration grace,
            Overflow overflow,
            Subscribers subscribers,
            OutletEvents events) {
        this.intake = "inproc://" + name;
        this.sockets = sockets;
        this.attachment = attachment;
        this.settle = settle;
        this.grace = grace;
        this.overflow = overflow;
        this.subscribers = subscribers;
        this.events = events;
        this.shortcut = new Shortcut(subscribers, bell, events);
        this.thread = OwnThreads.createServing(name, this::run);
    }

    @Override
    public void start() {
        thread.start();
        try {
            List<Endpoint> ignored = opened.join();
        } catch (CompletionException e) {
            throw Failure.of(e.getCause());
        }
    }

    @Override
    public Lane newLane() {
        return new ZmqLane(sockets.push(intake), shortcut);
    }

    @Override
    public List<Endpoint> endpoints() {
        return opened.isDone() && !opened.isCompletedExceptionally() ? opened.join() : List.of();
    }

    @Override
    public boolean awaitRelay(Duration wait) {
        if (!relayed) {
            relayed =
                    !(attachment instanceof Attachment.ToRelay) || subscribers.awaitAny(openedAtNanos + wait.toNanos());
        }
        return relayed;
    }

    @Override
    public long settledAtNanos() {
        return settledAtNanos;
    }

    @Override
    public @Nullable Throwable death() {
        Throwable died = death;
        return died == null ? shortcut.harm() : died;
    }

    @Override
    public boolean isStuck() {
        return overflow.isStuck();
    }

    @Override
    public void end(long deadlineNanos, BooleanSupplier done) {
        ending = new Ending(deadlineNanos, done);
        // Before it is open there is no bell, nor a need for one: it looks for an end before it first sleeps.
        bell.ring();
    }

    @Override
    public boolean hasEnded() {
        return over;
    }

    @Override
    public boolean join(Duration wait) {
        return Uninterruptibly.join(thread, wait);
    }

    private void run() {
        ZmqSocket pull = null;
        ZmqSocket xpub = null;
        try {
            pull = sockets.pull();
            if (!pull.bind(intake)) {
                throw new Failure(intake + " is taken: our own mistake");
            }
            xpub = sockets.xpub(subscribers, attachment::happened);
            overflow.prepare(xpub);
            // Before the socket is attached: what comes up then is heard.
            bell.hang(sockets.push(intake));
            List<Endpoint> endpoints = attachment.attach(xpub, bell::wake);
            try (ZmqPoller poller = new ZmqPoller(xpub, pull)) {
                openedAtNanos = System.nanoTime();
                settledAtNanos = openedAtNanos + settle.toNanos();
                opened.complete(endpoints);
                settle(xpub, poller, endpoints.get(0));
                shortcut.begin(xpub);
                work(pull, xpub, poller);
            }
        } catch (RuntimeException | Error e) {
            death = e;
            if (!opened.completeExceptionally(e)) {
                LOG.error("{} died; the next publish opens another", thread.getName(), e);
            }
        } finally {
            shortcut.end();
            bell.ring();
            attachment.close();
            try {
                close(pull, xpub);
            } finally {
                over = true;
                events.changed();
            }
        }
    }

    /**
     * Waits for subscribers that are reconnecting. Those that were connected when the time was over, but on a busy host
     * have not been accepted or have not said what they want, are waited for some time longer.
     */
    private void settle(ZmqSocket xpub, ZmqPoller poller, Endpoint endpoint) {
        if (attachment instanceof Attachment.ToRelay relayed) {
            awaitRelays(xpub, poller, relayed.count());
        } else if (!settle.isZero()) {
            settle(xpub, poller, settledAtNanos, SLICE_MILLIS, () -> false);
            Optional<AcceptProbe> probe = probe(endpoint);
            try {
                long latest = settledAtNanos + grace.toNanos();
                settle(xpub, poller, latest, GREETING_SLICE_MILLIS, () -> !subscribers.isGreeting());
            } finally {
                probe.ifPresent(AcceptProbe::close);
            }
        }
    }

    /**
     * Waits until each relay has subscribed here. Publishing threads go on once the first has; what they publish then is
     * held for the others.
     */
    private void awaitRelays(ZmqSocket xpub, ZmqPoller poller, int count) {
        long deadline = settledAtNanos + grace.toNanos();
        settle(xpub, poller, deadline, SLICE_MILLIS, () -> subscribers.live() > 0);
        if (subscribers.live() > 0) {
            settledAtNanos = deadline;
            settle(xpub, poller, deadline, SLICE_MILLIS, () -> subscribers.live() >= count);
            settledAtNanos = System.nanoTime();
        }
    }

    private void settle(
            ZmqSocket xpub, ZmqPoller poller, long deadlineNanos, long sliceMillis, BooleanSupplier settled) {
        while (!settled.getAsBoolean()) {
            long left = deadlineNanos - System.nanoTime();
            Ending end = ending;
            if (left <= 0 || (end != null && end.isOver())) {
                return;
            }
            poller.await(1, Math.min(sliceMillis, left / 1_000_000 + 1));
            boolean ignored = readSubscriptions(xpub);
            attachment.attend(xpub);
        }
    }

    private Optional<AcceptProbe> probe(Endpoint endpoint) {
        return attachment.listening(endpoint).flatMap(listening -> AcceptProbe.open(listening, subscribers));
    }

    private void work(ZmqSocket pull, ZmqSocket xpub, ZmqPoller poller) {
        LongSupplier waitUntil = () -> attendUntil(xpub);
        while (true) {
            boolean useful = sendRefused(xpub, waitUntil);
            int moved = moveBatch(pull, xpub, waitUntil);
            attachment.attend(xpub);
            // The last thing before it sleeps: whatever uses the socket may take something in.
            useful |= readSubscriptions(xpub);
            if (moved == BATCH) {
                continue;
            }
            useful |= moved > 0;
            Ending end = ending;
            if (end == null) {
                shortcut.sleep(poller, -1, useful);
            } else if (end.isOver()) {
                return;
            } else {
                shortcut.sleep(poller, SLICE_MILLIS, useful);
            }
        }
    }

    /** What a publishing thread could not send by itself; returns whether there was anything. */
    private boolean sendRefused(ZmqSocket xpub, LongSupplier waitUntil) {
        Handover message = shortcut.takeRefused();
        if (message == null) {
            return false;
        }
        int size = message.size();
        publish(xpub, message, size, waitUntil);
        events.handedOn(1, size);
        return true;
    }

    private int moveBatch(ZmqSocket pull, ZmqSocket xpub, LongSupplier waitUntil) {
        int moved = 0;
        int messages = 0;
        long bytes = 0;
        try {
            while (moved < BATCH) {
                Msg frame = pull.receive(ZMQ.ZMQ_DONTWAIT);
                if (frame == null) {
                    break;
                }
                moved++;
                if (frame instanceof Handover handover) {
                    int size = handover.size();
                    publish(xpub, handover, size, waitUntil);
                    messages++;
                    bytes += size;
                }
            }
        } finally {
            if (messages > 0) {
                events.handedOn(messages, bytes);
            }
        }
        return moved;
    }

    private void publish(ZmqSocket xpub, Handover message, int size, LongSupplier waitUntil) {
        try {
            overflow.send(xpub, topics.of(message.topic()), ZMQ.ZMQ_SNDMORE, waitUntil);
            xpub.send(message, ZMQ.ZMQ_DONTWAIT);
        } catch (RuntimeException | Error e) {
            message.receipt().lost(e);
            events.dropped(size);
            throw e;
        }
        message.receipt().handedOn();
    }

    /** Tells of what will never be sent. The room that it took of a dead outlet is given back; an end lets it be counted. */
    private void abandon(ZmqSocket pull) {
        Handover refused = shortcut.takeRefused();
        if (refused != null) {
            abandon(refused);
        }
        Msg frame;
        while ((frame = pull.receive(ZMQ.ZMQ_DONTWAIT)) != null) {
            if (frame instanceof Handover handover) {
                abandon(handover);
            }
        }
    }

    private void abandon(Handover message) {
        Throwable cause = death;
        message.receipt()
                .lost(
                        cause == null
                                ? new Failure.Closed(thread.getName() + " had to end before it could send this")
                                : cause);
        if (cause != null) {
            events.dropped(message.size());
        }
    }

    /**
     * Attends to what comes up while it waits for room; who is full may be a relay that is somewhere else by now.
     *
     * @return when waiting for room has to end; far away while nobody wants the outlet to end
     */
    private long attendUntil(ZmqSocket xpub) {
        attachment.attend(xpub);
        Ending end = ending;
        return end == null ? Deadlines.never() : end.deadlineNanos;
    }

    /** Returns whether there were any. */
    private boolean readSubscriptions(ZmqSocket xpub) {
        boolean any = false;
        Msg frame;
        while ((frame = xpub.receive(ZMQ.ZMQ_DONTWAIT)) != null) {
            sockets.took(subscribers, frame);
            any = true;
        }
        return any;
    }

    private void close(@Nullable ZmqSocket pull, @Nullable ZmqSocket xpub) {
        Ending end = ending;
        if (xpub != null) {
            long left = end == null ? 0 : (end.deadlineNanos - System.nanoTime()) / 1_000_000;
            // A little in any case: what was handed to ZeroMQ in time shall reach those who take it.
            xpub.close((int) Math.max(100, Math.min(left, Integer.MAX_VALUE)));
        }
        subscribers.close();
        if (pull != null) {
            try {
                abandon(pull);
            } finally {
                pull.close();
            }
        }
    }
}
