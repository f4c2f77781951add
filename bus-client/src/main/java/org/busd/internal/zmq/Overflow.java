package org.busd.internal.zmq;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.busd.config.Publish;
import org.busd.internal.transport.OutletEvents;
import zmq.Msg;
import zmq.ZMQ;

/**
 * What the outlet does when a subscriber's queue is full. ZeroMQ itself drops, for that subscriber alone and in silence;
 * with {@code XPUB_NODROP} it refuses a message that any one matching subscriber has no room for. The policies are made
 * of these two, for the option can be switched while the socket is in use.
 *
 * <p>Confined to the outlet's thread, except {@link #isStuck()}.
 */
final class Overflow {
    /** A wait is cut into slices of this length, so that a shutdown is noticed in the midst of one. */
    private static final int SLICE_MILLIS = 50;

    private final Publish.Overflow policy;
    private final long patienceNanos;
    private final OutletEvents events;

    /** After an episode that outlasted the patience: nobody is waited for until all have room again. */
    private boolean lossy;
    /** Somebody's queue has been full since; see {@link #isStuck()}. */
    private volatile boolean stuck;

    Overflow(Publish.Overflow policy, Duration patience, OutletEvents events) {
        this.policy = policy;
        this.patienceNanos = patience.toNanos();
        this.events = events;
    }

    void prepare(ZmqSocket xpub) {
        xpub.set(ZMQ.ZMQ_SNDTIMEO, SLICE_MILLIS);
        refuse(xpub, policy != Publish.Overflow.DROP);
    }

    /** Whether the outlet waits for room right now, and the policy is to tell publishers so. */
    boolean isStuck() {
        return stuck && policy == Publish.Overflow.FAIL;
    }

    /**
     * Publishes one message in two frames, topic and envelope.
     *
     * @param endNanos until when a wait may last, on {@link System#nanoTime()}'s scale; asked again in each slice
     */
    void send(ZmqSocket xpub, Handover message, LongSupplier endNanos) {
        if (xpub.send(topicOf(message), ZMQ.ZMQ_SNDMORE | ZMQ.ZMQ_DONTWAIT)) {
            lossy = false;
        } else if (lossy || !awaitRoom(xpub, message, endNanos)) {
            refuse(xpub, false);
            xpub.send(topicOf(message), ZMQ.ZMQ_SNDMORE | ZMQ.ZMQ_DONTWAIT);
            refuse(xpub, true);
        }
        // The first frame's queues have room for the second: ZeroMQ counts whole messages.
        xpub.send(message, ZMQ.ZMQ_DONTWAIT);
    }

    /** Waits, asleep, until the topic frame could be sent; false: the wait is over without. */
    private boolean awaitRoom(ZmqSocket xpub, Handover message, LongSupplier endNanos) {
        events.heldBack();
        stuck = true;
        // Who waits for room already wants to know.
        events.changed();
        try {
            long start = System.nanoTime();
            long last = start;
            while (true) {
                boolean sent = xpub.send(topicOf(message), ZMQ.ZMQ_SNDMORE);
                long now = System.nanoTime();
                events.waited(now - last);
                last = now;
                if (sent) {
                    return true;
                }
                if (endNanos.getAsLong() - now <= 0) {
                    return false;
                }
                if (policy == Publish.Overflow.PACE && now - start >= patienceNanos) {
                    lossy = true;
                    events.dropping();
                    return false;
                }
            }
        } finally {
            stuck = false;
        }
    }

    private static void refuse(ZmqSocket xpub, boolean whenFull) {
        xpub.set(ZMQ.ZMQ_XPUB_NODROP, whenFull);
    }

    /** A frame of its own for each message: JeroMQ keeps flags in it while I/O threads still read the last one's. */
    private static Msg topicOf(Handover message) {
        return new Msg(message.topic());
    }
}
