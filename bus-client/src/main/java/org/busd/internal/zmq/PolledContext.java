package org.busd.internal.zmq;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import zmq.Ctx;

/** A JeroMQ context that tells what its I/O threads wait for: so, which connections they still have to write to. Thread-safe. */
final class PolledContext extends Ctx {
    /** As JeroMQ numbers its threads: 0 is who terminates the context, 1 the reaper. */
    static final int FIRST_IO_THREAD = 2;

    /** Null while the superclass makes a mailbox of its own, whose selector never sees a connection. */
    private final @Nullable Set<Selector> selectors = ConcurrentHashMap.newKeySet();

    @Override
    public Selector createSelector() {
        Selector selector = super.createSelector();
        if (selectors != null) {
            selectors.add(selector);
        }
        return selector;
    }

    @Override
    public boolean closeSelector(Selector selector) {
        if (selectors != null) {
            selectors.remove(selector);
        }
        return super.closeSelector(selector);
    }

    /**
     * Whether an I/O thread waits for {@code connection} to take more bytes. True from the pass after the one in which the
     * thread had more to write than was taken, to the one after that in which it found nothing more to write.
     */
    boolean isWriting(SelectableChannel connection) {
        return keys(connection).anyMatch(PolledContext::isWriting);
    }

    /** Whether an I/O thread waits for bytes from {@code connection}, and does not wait for it to take some. */
    boolean isListening(SelectableChannel connection) {
        return keys(connection).anyMatch(key -> interest(key) == SelectionKey.OP_READ);
    }

    /** The keys with which {@code channel} is waited for: of one selector, or none; of two where it is a mailbox's. */
    Stream<SelectionKey> keys(SelectableChannel channel) {
        return selectors == null
                ? Stream.empty()
                : selectors.stream().map(channel::keyFor).filter(Objects::nonNull);
    }

    private static boolean isWriting(SelectionKey key) {
        return (interest(key) & SelectionKey.OP_WRITE) != 0;
    }

    private static int interest(SelectionKey key) {
        try {
            return key.interestOps();
        } catch (CancelledKeyException e) {
            return 0;
        }
    }
}
