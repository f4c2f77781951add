package org.busd.internal.subscribe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.busd.config.Endpoint;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.HandoffQueue;
import org.busd.internal.topic.TopicPattern;
import org.busd.internal.transport.Frames;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Receiver;
import org.busd.internal.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What arrives for one subscription: an inlet puts it into a bounded queue. Messages are read and tested on the threads that
 * take them out, as is the dead-letter handler; where there is a handler, that is the inlet's, which another relieves from
 * receiving where that lasts.
 *
 * <p>Thread-safe.
 */
public final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /** Enough to keep both sides busy; what is behind it waits in ZeroMQ ({@code bus.subscribe.high-water-mark}). */
    private static final int QUEUE = 1024;

    /** How long after its time a poll may still pass over messages that are bad: for one of no time there may be a good one. */
    private static final long LATE_NANOS = 50_000_000;

    private final List<TopicPattern> patterns;
    private final SubscribeCounters counters;
    private final BiConsumer<Frames, BadMessage> deadLetters;
    private final EnvelopeReader reader;
    private final HandoffQueue<Frames> queue = new HandoffQueue<>(QUEUE);
    private final Optional<Consumer<Envelope>> handler;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean completing;
    /** What has ended it, unless somebody wanted that. */
    private volatile @Nullable Throwable failure;

    private final Inlet inlet;

    /**
     * Nothing arrives yet.
     *
     * @param patterns what to receive; none: everything
     * @param reader says which messages are taken
     * @param deadLetters gets each message that is not, and why
     * @param handler gets the others, one at a time; none: they are taken by {@link #poll} and {@link #take}
     */
    public Arrivals(
            String name,
            Transport transport,
            List<Endpoint> endpoints,
            List<TopicPattern> patterns,
            EnvelopeReader reader,
            SubscribeCounters counters,
            BiConsumer<Frames, BadMessage> deadLetters,
            Optional<Consumer<Envelope>> handler) {
        this.patterns = patterns;
        this.reader = reader;
        this.counters = counters;
        this.deadLetters = deadLetters;
        this.handler = handler;
        this.inlet = transport.inlet(name, endpoints, prefixes(patterns), new Intake());
    }

    private static List<byte[]> prefixes(List<TopicPattern> patterns) {
        return patterns.isEmpty()
                ? List.of(new byte[0])
                : patterns.stream().map(TopicPattern::filter).toList();
    }

    private final class Intake implements Receiver {
        @Override
        public boolean take(List<Frames> messages) {
            return queue.putAll(patterns.isEmpty() ? messages : wanted(messages));
        }

        @Override
        public boolean isServing() {
            return handler.isPresent();
        }

        @Override
        public void serve() {
            handler.ifPresent(Arrivals.this::serve);
        }

        @Override
        public void ended(@Nullable Throwable why) {
            failure = why;
            completing = true;
            queue.close();
        }
    }

    /** Looks at each topic once, for messages come in runs on one. */
    private List<Frames> wanted(List<Frames> messages) {
        List<Frames> wanted = new ArrayList<>(messages.size());
        byte[] topic = null;
        boolean isWanted = false;
        for (Frames message : messages) {
            if (!Arrays.equals(message.topic(), topic)) {
                topic = message.topic();
                isWanted = isWanted(topic);
            }
            if (isWanted) {
                wanted.add(message);
            }
        }
        return wanted;
    }

    private boolean isWanted(byte[] bytes) {
        String topic = new String(bytes, StandardCharsets.UTF_8);
        for (TopicPattern pattern : patterns) {
            if (pattern.matches(topic)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Opens the inlet; returns when it is on its way to all endpoints.
     *
     * @throws Failure if it cannot be
     */
    public void open() {
        inlet.open();
    }

    /**
     * The next message.
     *
     * @param wait how long to wait for one
     * @return null if none came in time, or there will be none
     * @throws InterruptedException if the caller is interrupted while it waits
     * @throws Failure if there will be none, and nobody wanted that
     */
    public @Nullable Envelope poll(Duration wait) throws InterruptedException {
        long deadline = Deadlines.after(wait);
        while (true) {
            Frames frames = queue.take(deadline);
            if (frames == null) {
                checkNotFailed();
                return null;
            }
            Envelope envelope = read(frames);
            if (envelope != null) {
                return envelope;
            }
            if (System.nanoTime() - deadline > LATE_NANOS) {
                return null;
            }
        }
    }

    /**
     * The next message, however long it takes; null: there will be none.
     *
     * @throws Failure as {@link #poll}
     */
    public @Nullable Envelope take() {
        while (true) {
            Frames frames = queue.takeUninterruptibly();
            if (frames == null) {
                checkNotFailed();
                return null;
            }
            Envelope envelope = read(frames);
            if (envelope != null) {
                return envelope;
            }
        }
    }

    private void checkNotFailed() {
        Throwable why = failure;
        if (why != null && !closed.get()) {
            throw Failure.of(why);
        }
    }

    /** Gives what is there to the handler. */
    private void serve(Consumer<Envelope> taker) {
        Frames frames;
        while ((frames = queue.poll()) != null) {
            try {
                Envelope envelope = read(frames);
                if (envelope != null) {
                    taker.accept(envelope);
                }
            } catch (RuntimeException | Error e) {
                // Nobody else serves; so what comes after it is not to be lost with it.
                LOG.error("{}: a message was lost", Thread.currentThread().getName(), e);
            }
        }
    }

    private @Nullable Envelope read(Frames frames) {
        try {
            Envelope envelope = reader.read(frames);
            counters.received();
            return envelope;
        } catch (BadMessage bad) {
            counters.bad(bad.reason());
            deadLetters.accept(frames, bad);
            return null;
        }
    }

    /** How many messages wait to be taken. */
    public int queued() {
        return queue.size() + inlet.waiting();
    }

    public boolean isClosed() {
        return closed.get() || completing;
    }

    /**
     * Stops receiving within a second; what has arrived can still be taken, and then there will be nothing. Returns at once.
     * Idempotent, callable from any thread.
     */
    public void complete() {
        completing = true;
        inlet.complete();
    }

    /** Closes the inlet; what waits in the queue is discarded and counted. Idempotent, callable from any thread. */
    public void close() {
        if (closed.compareAndSet(false, true)) {
            counters.discarded(queue.discard());
            counters.discarded(inlet.close());
        }
    }
}
