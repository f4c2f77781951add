package org.busd.internal.zmq;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.busd.internal.Uninterruptibly;
import zmq.Ctx;
import zmq.ZObject;
import zmq.poll.IPollEvents;
import zmq.poll.Poller;

/**
 * Waits until an I/O thread has written to TCP all that a socket has sent.
 *
 * <p>JeroMQ 0.6.0 writes in batches, of {@code ZMQ_SNDBUF} bytes here, and regards a queue as done as soon as its last
 * message is in a batch. A socket that is closed then throws away what TCP has not taken of that batch, however long its
 * linger: from a subscriber that reads more slowly than we publish, the last few hundred messages. So a socket is closed
 * only when there is nothing left to write.
 *
 * <p>The look is taken on the I/O thread, asked for by a command of the kind that JeroMQ's own objects send each other.
 * It takes commands in their order, so it has by then been told of all messages that were sent before. What it found to
 * write shows in the connections' keys once its next pass has begun; hence a command, a timer, and a command.
 */
final class Flush extends ZObject implements IPollEvents {
    private static final long LONGEST_MILLIS = 16;

    private final Supplier<Poller> poller;
    private final BooleanSupplier written;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean over;

    /** On the I/O thread only: until the next look; 0 before the first. */
    private long delayMillis;

    /**
     * A flush, once.
     *
     * @param poller the calling I/O thread's
     * @param written whether there is nothing left to write, as keys show it; asked on the I/O thread
     */
    Flush(Ctx ctx, Supplier<Poller> poller, BooleanSupplier written) {
        // All our publishing is done by the first.
        super(ctx, PolledContext.FIRST_IO_THREAD);
        this.poller = poller;
        this.written = written;
    }

    /** Waits until all is written; at most so long. */
    boolean await(Duration wait) {
        sendStop();
        try {
            return Uninterruptibly.await(done, wait);
        } finally {
            over = true;
        }
    }

    /** The command's name in JeroMQ: it is the only one that an object may send itself. */
    @Override
    protected void processStop() {
        if (delayMillis > 0 && written.getAsBoolean()) {
            done.countDown();
        } else if (!over) {
            delayMillis = delayMillis == 0 ? 1 : Math.min(2 * delayMillis, LONGEST_MILLIS);
            poller.get().addTimer(delayMillis, this, 0);
        }
    }

    @Override
    public void timerEvent(int id) {
        sendStop();
    }
}
