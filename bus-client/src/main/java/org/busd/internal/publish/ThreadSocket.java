package org.busd.internal.publish;

import java.util.concurrent.atomic.AtomicInteger;
import org.busd.internal.transport.Lane;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * The socket confined to one publishing thread: a lane into an outlet. It changes hands through one atomic state: idle, busy
 * (its thread is inside a send) or taken (somebody closes it); so no send ever runs in the lane while another thread owns
 * it.
 */
final class ThreadSocket implements Receipt {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int TAKEN = 2;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final Lane lane;
    private final Outlet outlet;

    /** How many messages went in; written by the thread that is busy. */
    private volatile long sent;
    /** How many came out: written by the outlet's thread, or by the thread that is busy where nothing is under way. */
    private volatile long taken;

    ThreadSocket(Lane lane, Outlet outlet) {
        this.lane = lane;
        this.outlet = outlet;
    }

    Outlet outlet() {
        return outlet;
    }

    /**
     * Hands one message over, {@code delivery}'s if there is one. The {@link Budget} is the bound of what is in there, so this
     * never waits.
     *
     * @return false if the socket is closed
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // The state makes sure that only one thread is here.
    boolean send(byte[] topic, byte[] envelope, @Nullable Delivery delivery) {
        if (!state.compareAndSet(IDLE, BUSY)) {
            return false;
        }
        try {
            boolean accepted = lane.send(topic, envelope, delivery == null ? this : delivery.by(this), taken == sent);
            if (accepted) {
                sent++;
            }
            return accepted;
        } finally {
            state.set(IDLE);
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time.
    public void handedOn() {
        taken++;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer at a time.
    public void lost(Throwable why) {
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

    /** Whether one that is closed takes no room any more. */
    boolean isGone() {
        return lane.isGone();
    }

    /**
     * Closes the socket unless a send is under way in it; what was sent is still taken by the outlet. Idempotent.
     *
     * @return false if a send is under way: call again
     */
    boolean tryClose() {
        if (state.compareAndSet(IDLE, TAKEN)) {
            lane.close();
            return true;
        }
        return state.get() == TAKEN;
    }
}
