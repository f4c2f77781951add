package org.busd.internal.publish;

import java.util.concurrent.atomic.AtomicInteger;
import org.busd.internal.zmq.ZmqSocket;
import org.jspecify.annotations.Nullable;

/**
 * The ZeroMQ socket confined to one publishing thread, connected to an outlet. It changes hands through one atomic
 * state: idle, busy (its thread is inside a send) or taken (somebody closes it); so no send ever runs in JeroMQ while
 * another thread owns the socket.
 */
final class ThreadSocket {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int TAKEN = 2;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final ZmqSocket push;
    private final Outlet outlet;

    /** How many messages went in; written by the thread that is busy. */
    private volatile long sent;
    /** How many came out at the outlet; written by the outlet's thread. */
    private volatile long taken;

    ThreadSocket(ZmqSocket push, Outlet outlet) {
        this.push = push;
        this.outlet = outlet;
    }

    Outlet outlet() {
        return outlet;
    }

    /**
     * Hands one message over, {@code delivery}'s if there is one. The intake is unbounded (the {@link Budget} is the bound), so this never waits.
     *
     * @return false if the socket is closed
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // The state makes sure that only one thread is here.
    boolean send(byte[] topic, byte[] envelope, @Nullable Delivery delivery) {
        if (!state.compareAndSet(IDLE, BUSY)) {
            return false;
        }
        try {
            boolean accepted = push.send(new Handover(topic, envelope, this, delivery), zmq.ZMQ.ZMQ_DONTWAIT);
            if (accepted) {
                sent++;
            }
            return accepted;
        } finally {
            state.set(IDLE);
        }
    }

    /** The outlet has taken one more message out. On its thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    void countTaken() {
        taken++;
    }

    long sent() {
        return sent;
    }

    boolean hasHandedOn(long count) {
        return taken >= count;
    }

    boolean isClosed() {
        return state.get() == TAKEN;
    }

    /**
     * Closes the socket unless a send is under way in it; what was sent is still taken by the outlet. Idempotent.
     *
     * @return false if a send is under way: call again
     */
    boolean tryClose() {
        if (state.compareAndSet(IDLE, TAKEN)) {
            push.close();
            return true;
        }
        return state.get() == TAKEN;
    }
}
