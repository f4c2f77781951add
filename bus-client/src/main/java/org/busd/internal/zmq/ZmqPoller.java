package org.busd.internal.zmq;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.busd.internal.Failure;

/**
 * Sleeps until one of several sockets of the calling thread has something to read. As JeroMQ's own poll does, but that
 * asks the system once more, and builds a map of its sockets, each time before it goes to sleep. Confined to that thread.
 */
public final class ZmqPoller implements AutoCloseable {
    private final List<ZmqSocket> sockets;
    private final Selector selector;
    private final List<SelectionKey> keys = new ArrayList<>();
    /** How many of the sockets are listened to. */
    private int listening;

    /** A poller of these sockets, which outlive it. */
    public ZmqPoller(ZmqSocket... sockets) {
        this.sockets = List.of(sockets);
        this.listening = sockets.length;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new Failure("no selector: " + e.getMessage(), e);
        }
        try {
            for (ZmqSocket socket : sockets) {
                keys.add(socket.base().getFD().register(selector, SelectionKey.OP_READ));
            }
        } catch (ClosedChannelException e) {
            close();
            throw new Failure("a socket is closed: our own mistake", e);
        }
    }

    /**
     * Waits for the first {@code count} sockets, and does what ZeroMQ has for them to do.
     *
     * @param millis how long at the most; negative: until there is something
     */
    public void await(int count, long millis) {
        listenTo(count);
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!isAny(count)) {
            long left = millis < 0 ? 0 : (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (millis >= 0 && left <= 0) {
                return;
            }
            select(left);
        }
    }

    private void listenTo(int count) {
        if (count != listening) {
            listening = count;
            for (int i = 0; i < keys.size(); i++) {
                keys.get(i).interestOps(i < count ? SelectionKey.OP_READ : 0);
            }
        }
    }

    private boolean isAny(int count) {
        for (int i = 0; i < count; i++) {
            if (sockets.get(i).isReadable()) {
                return true;
            }
        }
        return false;
    }

    /** Zero: for as long as it takes. */
    private void select(long millis) {
        try {
            int ignored = selector.select(millis);
            selector.selectedKeys().clear();
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
