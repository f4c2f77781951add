package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.Selector;
import org.busd.internal.Failure;
import zmq.ZMQ;
import zmq.poll.PollItem;

/** Sleeps until one of several sockets of the calling thread has something to read. Confined to that thread. */
public final class ZmqPoller implements AutoCloseable {
    private final Selector selector;
    private final PollItem[] items;

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

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new Failure("the selector does not close: " + e.getMessage(), e);
        }
    }
}
