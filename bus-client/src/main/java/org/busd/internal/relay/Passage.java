package org.busd.internal.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.zmq.Bell;
import org.busd.internal.zmq.Overflow;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.Subscribers;
import org.busd.internal.zmq.Subscriptions;
import org.busd.internal.zmq.ZmqPoller;
import org.busd.internal.zmq.ZmqSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;

/**
 * The way through a relay or a gateway: one thread opens, works and closes a SUB, whose messages come as its {@link
 * Intake} says, and an XPUB that subscribers connect to, and moves every message from the one to the other, as its
 * {@link Treatment} leaves it. It never waits for a subscriber: what one has no room for is dropped for it alone.
 *
 * <p>Subscribers are let in first, and messages when the intake's settle time is over: when a relay comes back, what its
 * publishers have queued meanwhile waits with them until those who listen are back, too.
 *
 * <p>Thread-safe.
 */
public final class Passage {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

    /** How many messages are moved before new subscribers are looked for. */
    private static final int BATCH = 256;

    /** The same where messages are slow to treat: an RSA key of 8192 bits takes 50 ms for each. */
    private static final Duration TURN = Duration.ofMillis(50);

    /** When nothing has come for so long after the end was asked for, all has come that had arrived. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Under a steady flow there is no pause: after this an empty queue will do, for by then what TCP had was read. */
    private static final Duration ARRIVING = Duration.ofSeconds(1);

    /** A little in any case: what was handed to ZeroMQ in time shall reach those who take it. */
    private static final Duration SHORTEST_LINGER = Duration.ofMillis(100);

    private final String name;
    private final Sockets sockets;
    private final Intake intake;
    private final Outgoing outgoing;
    private final Treatment treatment;
    private final Subscribers subscribers = new Subscriptions().ofSocket();
    private final RelayCounters counters = new RelayCounters();
    private final Overflow overflow = Overflow.drop(counters.episodes());
    private final Thread thread;
    private final CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** The frames of one message; on the passage's thread only. */
    private final List<Msg> message = new ArrayList<>();

    private volatile @Nullable Ending ending;
    /** Wakes the thread. */
    private final Bell bell = new Bell();

    /** Completed when the thread comes round; null: nobody asks. */
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> asked = new AtomicReference<>();

    /** When the last message came; on the passage's thread only. */
    private long cameNanos = System.nanoTime();

    /** Whether there was something to do since it last woke; on the passage's thread only. */
    private boolean useful;

    /** When the end was asked for, and when it is the end in any case. */
    private record Ending(long askedNanos, long deadlineNanos) {
        boolean isOver(boolean empty, long cameNanos) {
            long now = System.nanoTime();
            return deadlineNanos - now <= 0 || (empty && (pauseEnds(cameNanos) - now <= 0 || isArrived(now)));
        }

        private boolean isArrived(long now) {
            return now - askedNanos >= ARRIVING.toNanos();
        }

        long pauseEnds(long cameNanos) {
            long since = cameNanos - askedNanos > 0 ? cameNanos : askedNanos;
            return since + PAUSE.toNanos();
        }
    }

    public Passage(String name, Sockets sockets, Intake intake, Outgoing outgoing, Treatment treatment) {
        this.name = name;
        this.sockets = sockets;
        this.intake = intake;
        this.outgoing = outgoing;
        this.treatment = treatment;
        this.thread = OwnThreads.createServing(name, this::run);
    }

    /**
     * Starts it; returns when both sides are open, and publishers that are there are told that they are listened to.
     *
     * @throws Failure if an endpoint cannot be bound; names it and its key
     */
    public void start() {
        sockets.whenDead(bell::ring);
        thread.start();
        try {
            opened.join();
        } catch (CompletionException e) {
            throw Failure.of(e.getCause());
        }
    }

    /**
     * Takes no more than has arrived, passes that on, and closes; returns at once. The first call counts.
     *
     * @param deadlineNanos when it is to be over in any case, on {@link System#nanoTime()}'s scale
     */
    public void end(long deadlineNanos) {
        if (ending == null) {
            ending = new Ending(System.nanoTime(), deadlineNanos);
        }
        bell.ring();
    }

    /** Waits for its end; returns whether that came within {@code wait}. Its own thread does not wait. */
    public boolean join(Duration wait) {
        return Thread.currentThread() == thread || Uninterruptibly.join(thread, wait);
    }

    /** Completes when nothing is passed on any more; with what ended it before its time, if anything did. */
    public CompletionStage<@Nullable Void> ended() {
        return ended;
    }

    /** Completes when the thread has come round once more, as it does within milliseconds unless it is stuck. */
    public CompletionStage<@Nullable Void> ask() {
        CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> waiting = asked.compareAndExchange(null, mine);
        bell.wake();
        return waiting == null ? mine : waiting;
    }

    private void answer() {
        CompletableFuture<@Nullable Void> asking = asked.getAndSet(null);
        if (asking != null) {
            asking.complete(null);
        }
    }

    public RelayCounters counters() {
        return counters;
    }

    private void run() {
        Throwable death = null;
        ZmqSocket rung = null;
        ZmqSocket sub = null;
        ZmqSocket xpub = null;
        try {
            rung = sockets.pull();
            xpub = outgoing.socket(sockets, subscribers);
            overflow.prepare(xpub);
            sub = intake.socket(sockets);
            try (ZmqPoller poller = new ZmqPoller(rung, xpub, sub)) {
                bell.hang(ringerOf(rung));
                open(xpub, sub, poller);
                work(xpub, sub, rung, poller);
            }
        } catch (RuntimeException | Error e) {
            death = e;
        } finally {
            bell.ring();
            close(sub, xpub, rung);
            tell(death);
        }
    }

    private ZmqSocket ringerOf(ZmqSocket rung) {
        String address = "inproc://" + name;
        if (!rung.bind(address)) {
            throw new Failure(address + " is taken: our own mistake");
        }
        return sockets.push(address);
    }

    private void open(ZmqSocket xpub, ZmqSocket sub, ZmqPoller poller) {
        outgoing.endpoints().bind(xpub);
        settle(xpub, poller);
        intake.open(sub, bell::wake);
        // Publishers hear of the subscription only while its owner is in a call.
        poller.await(3, 0);
        opened.complete(null);
    }

    private void settle(ZmqSocket xpub, ZmqPoller poller) {
        long settled = Deadlines.after(intake.settle());
        long left = settled - System.nanoTime();
        while (left > 0 && ending == null) {
            poller.await(2, left / 1_000_000 + 1);
            readSubscriptions(xpub);
            sockets.checkAlive();
            left = settled - System.nanoTime();
        }
    }

    private void work(ZmqSocket xpub, ZmqSocket sub, ZmqSocket rung, ZmqPoller poller) {
        // It may have been rung while it was opening; a ring that is left there hides all further ones.
        useful = silence(rung);
        while (true) {
            answer();
            intake.attend(sub);
            boolean empty = !passOn(sub, xpub);
            readSubscriptions(xpub);
            sockets.checkAlive();
            Ending end = ending;
            if (end != null && end.isOver(empty, cameNanos)) {
                return;
            }
            if (empty) {
                poller.sleep(end == null ? -1 : millisUntil(end.pauseEnds(cameNanos)), useful);
                useful = silence(rung);
            }
        }
    }

    /** Takes what it was woken by, which would keep it awake; returns whether it was. */
    private static boolean silence(ZmqSocket rung) {
        boolean woken = false;
        while (rung.receive(ZMQ.ZMQ_DONTWAIT) != null) {
            woken = true;
        }
        return woken;
    }

    private static long millisUntil(long nanos) {
        return Deadlines.left(nanos).toMillis() + 1;
    }

    /** Moves some messages; returns whether there may be more. */
    private boolean passOn(ZmqSocket sub, ZmqSocket xpub) {
        long turnEnds = System.nanoTime() + TURN.toNanos();
        for (int n = 0; n < BATCH && turnEnds - System.nanoTime() > 0; n++) {
            message.clear();
            if (!receive(sub)) {
                return false;
            }
            useful = true;
            if (ending != null) {
                cameNanos = System.nanoTime();
            }
            counters.received();
            treatment.treat(message, counters);
            send(xpub);
            counters.passedOn();
        }
        return true;
    }

    /** Takes a message, of whatever frames, if there is one; returns whether there was. */
    private boolean receive(ZmqSocket sub) {
        boolean more = true;
        while (more) {
            Msg frame = sub.receive(ZMQ.ZMQ_DONTWAIT);
            if (frame == null) {
                return false;
            }
            more = frame.hasMore();
            message.add(frame);
        }
        return true;
    }

    private void send(ZmqSocket xpub) {
        int last = message.size() - 1;
        overflow.send(xpub, message.get(0), last > 0 ? ZMQ.ZMQ_SNDMORE : 0, System::nanoTime);
        for (int i = 1; i <= last; i++) {
            xpub.send(message.get(i), i < last ? ZMQ.ZMQ_SNDMORE | ZMQ.ZMQ_DONTWAIT : ZMQ.ZMQ_DONTWAIT);
        }
    }

    private void readSubscriptions(ZmqSocket xpub) {
        Msg frame;
        while ((frame = xpub.receive(ZMQ.ZMQ_DONTWAIT)) != null) {
            useful = true;
            sockets.took(subscribers, frame);
        }
    }

    private void close(@Nullable ZmqSocket sub, @Nullable ZmqSocket xpub, @Nullable ZmqSocket rung) {
        intake.close();
        if (sub != null) {
            // First: publishers that lose their connection queue, until another relay is there.
            sub.close(0);
        }
        if (xpub != null) {
            xpub.close((int) linger().toMillis());
        }
        if (rung != null) {
            rung.close();
        }
        subscribers.close();
    }

    private Duration linger() {
        Ending end = ending;
        Duration left = end == null ? Duration.ZERO : Deadlines.left(end.deadlineNanos);
        Duration linger = outgoing.linger();
        Duration bounded = left.compareTo(linger) < 0 ? left : linger;
        return bounded.compareTo(SHORTEST_LINGER) < 0 ? SHORTEST_LINGER : bounded;
    }

    private void tell(@Nullable Throwable death) {
        if (death == null) {
            ended.complete(null);
        } else if (!opened.completeExceptionally(death)) {
            LOG.error("{} died", name, death);
        }
        if (death != null) {
            ended.completeExceptionally(death);
        }
    }
}
