package org.busd;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.busd.internal.Failure;
import org.busd.internal.subscribe.Arrivals;
import org.busd.internal.subscribe.BodyReader;
import org.busd.internal.subscribe.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * Messages as they come: by {@link #poll(Duration)}, by iteration, or to a handler. Each is given once.
 *
 * <p>A slow reader loses nothing by itself: about a thousand messages wait here, {@code bus.subscribe.high-water-mark}
 * behind them, then TCP's buffers fill, and what happens next is the publisher's {@code bus.publish.overflow}.
 *
 * <p>Thread-safe: several threads may poll, and any may close, a handler too.
 */
public final class Subscription implements AutoCloseable, Iterable<Message> {
    private final Arrivals arrivals;
    private final BodyReader bodies;
    private final boolean handled;
    private final Consumer<Subscription> onClose;

    Subscription(Arrivals arrivals, BodyReader bodies, boolean handled, Consumer<Subscription> onClose) {
        this.arrivals = arrivals;
        this.bodies = bodies;
        this.handled = handled;
        this.onClose = onClose;
    }

    /**
     * The next message.
     *
     * @param wait how long to wait for one; zero: take what is there
     * @return empty if none came in time, or the subscription is closed
     * @throws InterruptedException if the caller is interrupted while it waits
     * @throws BusException if there will be no further one though nobody closed it, as when a thread of ZeroMQ's has died
     * @throws IllegalStateException if a handler gets the messages
     */
    public Optional<Message> poll(Duration wait) throws InterruptedException {
        checkUnhandled();
        try {
            Envelope envelope = arrivals.poll(wait);
            return envelope == null ? Optional.empty() : Optional.of(new Message(envelope, bodies));
        } catch (Failure e) {
            throw BusException.of(e);
        }
    }

    /**
     * The messages from now on; {@code hasNext} waits for one, and is false once the subscription is closed. It throws a
     * {@link BusException} where {@link #poll} would.
     *
     * @return an iterator for one thread
     * @throws IllegalStateException if a handler gets the messages
     */
    @Override
    public Iterator<Message> iterator() {
        checkUnhandled();
        return new Iterator<>() {
            private @Nullable Message next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = take();
                }
                return next != null;
            }

            @Override
            public Message next() {
                if (!hasNext() || next == null) {
                    throw new NoSuchElementException("the subscription is closed");
                }
                Message message = next;
                next = null;
                return message;
            }
        };
    }

    /**
     * The messages from now on, as a stream that ends when the subscription is closed; closing the stream closes the
     * subscription.
     *
     * @return a sequential stream for one thread
     * @throws IllegalStateException if a handler gets the messages
     */
    public Stream<Message> stream() {
        checkUnhandled();
        Spliterator<Message> messages = Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        return StreamSupport.stream(messages, false).onClose(this::close);
    }

    private @Nullable Message take() {
        try {
            Envelope envelope = arrivals.take();
            return envelope == null ? null : new Message(envelope, bodies);
        } catch (Failure e) {
            throw BusException.of(e);
        }
    }

    private void checkUnhandled() {
        if (handled) {
            throw new IllegalStateException("this subscription's messages go to its handler");
        }
    }

    /**
     * Whether the subscription was closed.
     *
     * @return true from the first {@link #close()} or {@link #complete()} on, and where it has ended by itself
     */
    public boolean isClosed() {
        return arrivals.isClosed();
    }

    /**
     * How many messages wait to be taken.
     *
     * @return at most about a thousand; more may wait in ZeroMQ
     */
    int queued() {
        return arrivals.queued();
    }

    /**
     * Stops receiving, after what has arrived on this host, within a second: it can still be taken, or goes to the
     * handler, and then the subscription has ended as if closed. Returns at once; to be closed nevertheless. Idempotent.
     */
    public void complete() {
        arrivals.complete();
    }

    /**
     * Ends the subscription: waiting callers return, what still waited is discarded and counted. A handler that runs is
     * not waited for. Idempotent; returns within two seconds.
     */
    @Override
    public void close() {
        arrivals.close();
        onClose.accept(this);
    }
}
