package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.busd.internal.Failure;
import zmq.ZMQ;
import zmq.poll.PollItem;

/** Sleeps until one of several sockets of the calling thread has something to read. Confined to that thread. */
public final class ZmqPoller implements AutoCloseable {
    private final Selector selector;
    private final PollItem[] items;
    private final Courtesy courtesy = new Courtesy();

    public ZmqPoller(ZmqSocket... sockets) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new Failure("no selector: " + e.getMessage(), e);
        }
        items = new PollItem[sockets.length];
        for (int i = 0; i < sockets.length; i++) {
            items[i] = new PollItem(sockets[i].base(), ZMQ.ZMQ_POLLIN);
        }
    }

    /**
     * Waits for the first {@code count} sockets.
     *
     * @param millis how long at the most; negative: until there is something
     */
    public void await(int count, long millis) {
        ZMQ.poll(selector, items, count, millis);
    }

    /**
     * Waits for all of the sockets without using them, so that other threads may: until there is something in a mailbox,
     * which may be nothing to read. The sockets have been read until they gave nothing. Where whoever wakes the thread
     * cannot go on before the thread sleeps, it lets them ({@link Courtesy}).
     *
     * @param millis how long at the most, 1 or more; negative: until there is something
     * @param useful whether there was something to do since it last woke
     */
    public void sleep(long millis, boolean useful) {
        try {
            for (PollItem item : items) {
                if (item.getChannel().keyFor(selector) == null) {
                    SelectionKey ignored = item.getChannel().register(selector, SelectionKey.OP_READ, item);
                }
            }
            if (useful || selector.selectNow() == 0) {
                courtesy.useful();
            } else {
                courtesy.inVain();
            }
            int ignored = selector.select(Math.max(millis, 0));
            selector.selectedKeys().clear();
            // A thread of our own, which nobody has a reason to interrupt; left set, it would never sleep again.
            Thread.interrupted();
        } catch (IOException e) {
            throw new Failure("the selector does not select: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new Failure("the selector does not close: " + e.getMessage(), e);
        }
    }
}
