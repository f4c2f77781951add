package org.busd.internal.memory;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.busd.internal.HandoffQueue;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.transport.Frames;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Receiver;

/** Keeps what outlets of the same network send, in a bounded queue, for its receiver. Thread-safe. */
final class MemoryInlet implements Inlet {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final MemoryNetwork network;
    private final List<byte[]> prefixes;
    private final Receiver receiver;
    private final HandoffQueue<Frames> queue;
    private final Thread thread;
    /** It has lost a message, and not taken one since. */
    private volatile boolean losing;

    MemoryInlet(String name, MemoryNetwork network, int highWaterMark, List<byte[]> prefixes, Receiver receiver) {
        this.network = network;
        this.prefixes = prefixes;
        this.receiver = receiver;
        this.queue = new HandoffQueue<>(highWaterMark);
        this.thread = receiver.isServing()
                ? OwnThreads.createForUserCode(name, this::run)
                : OwnThreads.create(name, this::run);
    }

    @Override
    public void open() {
        thread.start();
        network.join(this);
    }

    private void run() {
        Frames message = queue.takeUninterruptibly();
        while (message != null && receiver.take(List.of(message))) {
            // What comes meanwhile waits here: there is nothing else to attend to.
            receiver.serve();
            message = queue.takeUninterruptibly();
        }
        receiver.ended(null);
    }

    int subscriptions() {
        return prefixes.size();
    }

    /** How many of its subscriptions cover {@code topic}. */
    int wants(byte[] topic) {
        int covering = 0;
        for (byte[] prefix : prefixes) {
            if (prefix.length <= topic.length && Arrays.equals(prefix, 0, prefix.length, topic, 0, prefix.length)) {
                covering++;
            }
        }
        return covering;
    }

    /** Takes a message; false: there was no room in time. One that is closed wants no more, and misses nothing. */
    boolean offer(Frames message, long deadlineNanos) {
        boolean taken = queue.offer(message, deadlineNanos) || queue.isClosed();
        if (taken) {
            losing = false;
        }
        return taken;
    }

    /** A message was not taken, and is lost. */
    void lose() {
        losing = true;
    }

    boolean isLosing() {
        return losing;
    }

    @Override
    public void complete() {
        network.leave(this);
        queue.close();
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public int close() {
        network.leave(this);
        int discarded = queue.discard();
        // A handler that runs is not waited for.
        if (!receiver.isServing() && Thread.currentThread() != thread) {
            boolean ignored = Uninterruptibly.join(thread, CLOSING);
        }
        return discarded;
    }
}
