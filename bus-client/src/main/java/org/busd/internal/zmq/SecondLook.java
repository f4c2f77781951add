package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.busd.internal.Failure;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * Has an I/O thread look over its descriptors again shortly after a connection is made.
 *
 * <p>JeroMQ 0.6.0 hands a new connection from its connecter to its engine by taking the descriptor out of the poller and
 * putting it in again. If the thread comes to both in one pass, which takes another command in its mailbox at that
 * moment, {@code Poller.run} cancels the key and leaves the descriptor unregistered until anything else on that thread
 * changes an interest: connected, but no greeting goes out, for up to 30 s (measured: 10 of 150 fresh subscribers on one
 * endpoint). Changing an interest, here that of a descriptor which is not in the poller at all, makes it look again.
 *
 * <p>Confined to the I/O thread.
 */
final class SecondLook implements IPollEvents {
    /** In the passes after the one that made the connection; the first is nearly always enough. */
    private static final long[] DELAYS_MILLIS = {1, 5, 20, 100};

    private final Poller poller;
    private final Poller.Handle handle;

    SecondLook(Poller poller) {
        this.poller = poller;
        // A handle wants a channel; this one is closed and never in the poller.
        try (SocketChannel closed = SocketChannel.open()) {
            this.handle = new Poller.Handle(closed, this);
        } catch (IOException e) {
            throw new Failure("no descriptor: " + e.getMessage(), e);
        }
    }

    Poller poller() {
        return poller;
    }

    /** Has the poller look again soon. On its thread only. */
    void soon() {
        for (long delay : DELAYS_MILLIS) {
            poller.addTimer(delay, this, 0);
        }
    }

    @Override
    public void timerEvent(int id) {
        poller.setPollIn(handle);
    }
}
