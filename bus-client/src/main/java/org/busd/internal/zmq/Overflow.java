package org.busd.internal.zmq;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.busd.config.Publish;
import org.busd.internal.LogLimit;
import org.busd.internal.transport.FullQueueEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Msg;
import zmq.ZMQ;

/**
 * What a publishing socket does when a subscriber's queue is full. ZeroMQ itself drops, for that subscriber alone and in
 * silence; with {@code XPUB_NODROP} it refuses a message that any one matching subscriber has no room for. The policies are
 * made of these two, for the option can be switched while the socket is in use: each message is first tried without loss;
 * they differ in how long it is waited for room then.
 *
 * <p>A subscriber that has lost a message is passed over from then on, until half its queue is free (JeroMQ 0.6.0, {@code
 * Dist}): it refuses nothing meanwhile. So each refusal is of somebody who has had room until now, and each full subscriber
 * is waited for once, whatever becomes of the others.
 *
 * <p>Confined to the socket's thread, except {@link #isStuck()}.
 */
public final class Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(Overflow.class);

    /** A wait is cut into slices of this length, so that a shutdown is noticed in the midst of one. */
    private static final int SLICE_MILLIS = 50;

    private final Publish.Overflow policy;
    private final long patienceNanos;
    private final FullQueueEvents events;
    private final Runnable whenStuck;
    private final LogLimit log;

    /** Somebody's queue has been full since; see {@link #isStuck()}. */
    private volatile boolean stuck;

    /**
     * The policy of one socket.
     *
     * @param whenStuck called once {@link #isStuck()} may have become true: who waits for room already wants to know
     * @param log limits what is told of full queues
     */
    public Overflow(
            Publish.Overflow policy, Duration patience, FullQueueEvents events, Runnable whenStuck, LogLimit log) {
        this.policy = policy;
        this.patienceNanos = patience.toNanos();
        this.events = events;
        this.whenStuck = whenStuck;
        this.log = log;
    }

    /** {@code drop}, for who passes on what others publish. */
    public static Overflow drop(FullQueueEvents events) {
        return new Overflow(Publish.Overflow.DROP, Duration.ZERO, events, () -> {}, new LogLimit());
    }

    /** Sets the socket up for it; before it is bound or connected. */
    public void prepare(ZmqSocket xpub) {
        xpub.set(ZMQ.ZMQ_SNDTIMEO, SLICE_MILLIS);
        refuse(xpub, true);
    }

    /** Whether the outlet waits for room right now, and the policy is to tell publishers so. */
    boolean isStuck() {
        return stuck && policy == Publish.Overflow.FAIL;
    }

    /**
     * Sends the first frame of a message; its further ones then have room, for ZeroMQ counts whole messages.
     *
     * @param flags those that are to be set but {@code ZMQ_DONTWAIT}
     * @param endNanos until when a wait may last, on {@link System#nanoTime()}'s scale; asked again in each slice
     */
    public void send(ZmqSocket xpub, Msg first, int flags, LongSupplier endNanos) {
        if (xpub.send(first, flags | ZMQ.ZMQ_DONTWAIT) || awaitRoom(xpub, first, flags, endNanos)) {
            return;
        }
        events.dropping();
        tell("it loses what it cannot take");
        refuse(xpub, false);
        xpub.send(first, flags | ZMQ.ZMQ_DONTWAIT);
        refuse(xpub, true);
    }

    /** Waits, asleep, until the frame could be sent; false: the wait is over without. */
    private boolean awaitRoom(ZmqSocket xpub, Msg first, int flags, LongSupplier endNanos) {
        long start = System.nanoTime();
        if (isOver(start, start, endNanos)) {
            return false;
        }
        events.heldBack();
        stuck = true;
        whenStuck.run();
        try {
            boolean told = false;
            long last = start;
            while (true) {
                boolean sent = xpub.send(first, flags);
                long now = System.nanoTime();
                events.waited(now - last);
                last = now;
                if (sent || isOver(start, now, endNanos)) {
                    return sent;
                }
                if (!told && now - start >= patienceNanos) {
                    told = true;
                    tell("publishers wait until it has room");
                }
            }
        } finally {
            stuck = false;
        }
    }

    private boolean isOver(long start, long now, LongSupplier endNanos) {
        boolean impatient =
                policy == Publish.Overflow.DROP || (policy == Publish.Overflow.PACE && now - start >= patienceNanos);
        return impatient || endNanos.getAsLong() - now <= 0;
    }

    private void tell(String what) {
        log.tell(more -> LOG.warn(
                "{}: a subscriber's queue is full (bus.publish.high-water-mark, bus.publish.overflow = {}): {}{}",
                Thread.currentThread().getName(),
                policy.name().toLowerCase(Locale.ROOT),
                what,
                more));
    }

    private static void refuse(ZmqSocket xpub, boolean whenFull) {
        xpub.set(ZMQ.ZMQ_XPUB_NODROP, whenFull);
    }
}
