package org.busd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.relay.Passage;
import org.busd.internal.relay.RelayCounters;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.ZmqContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where processes publish that bind no endpoint of their own ({@code bus.publish.via = relay}): it binds
 * {@code bus.relay.inbound} for them and {@code bus.relay.outbound} for subscribers, and passes every message on as it
 * came, bytes and frames. It waits for nobody: a subscriber that has fallen {@code bus.publish.high-water-mark} messages
 * behind loses what it cannot take, alone.
 *
 * <p>It has no shutdown hook: who opens it closes it. Thread-safe.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** For sockets and threads to end that have come to their deadline. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final String name;
    private final BusSettings settings;
    private final ZmqContext context;
    private final Passage passage;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final ReentrantLock closing = new ReentrantLock();
    /** Guarded by {@link #closing}. */
    private boolean closed;

    private Relay(String name, BusSettings settings) {
        this.name = name;
        this.settings = settings;
        this.context = new ZmqContext(name, settings.zmq().ioThreads());
        this.passage = new Passage(name, settings, new Sockets(context, settings));
    }

    /**
     * Opens a relay. Subscribers are let in at once, publishers {@code bus.publish.settle} later, so that what these have
     * queued while there was no relay finds those who listen; then this returns, and everybody may publish.
     *
     * @param settings any
     * @return a relay to be closed
     * @throws BusException if an endpoint cannot be bound; names it and its key
     */
    public static Relay open(BusSettings settings) {
        settings.warnings().forEach(LOG::warn);
        return Uninterruptibly.get(() -> {
            try {
                Relay relay = new Relay("relay-" + NUMBERS.incrementAndGet(), settings);
                relay.start();
                return relay;
            } catch (Failure e) {
                throw BusException.of(e);
            }
        });
    }

    private void start() {
        try {
            passage.start();
        } catch (Failure e) {
            boolean ignored = context.terminate(GRACE);
            throw e;
        }
        CompletionStage<?> ignored = passage.ended().whenComplete(this::tell);
    }

    private void tell(@Nullable Void ignored, @Nullable Throwable death) {
        if (death == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(BusException.of(Failure.of(death)));
        }
    }

    /**
     * Where publishers connect.
     *
     * @return what is bound, as listed in {@code bus.relay.inbound}
     */
    public List<Endpoint> inbound() {
        return settings.relay().inbound();
    }

    /**
     * Where subscribers connect.
     *
     * @return what is bound, as listed in {@code bus.relay.outbound}
     */
    public List<Endpoint> outbound() {
        return settings.relay().outbound();
    }

    /**
     * What this relay has done so far.
     *
     * @return a snapshot
     */
    public RelayMetrics metrics() {
        RelayCounters counters = passage.counters();
        // In this order: never more passed on than came in.
        long passedOn = counters.passedOnSum();
        long refused = counters.refusedSum();
        return new RelayMetrics(counters.receivedSum(), passedOn, refused);
    }

    /**
     * Tells when nothing is passed on any more.
     *
     * @return completes when the relay has been closed; with a {@link BusException} if it died before, of its own or of a
     *     ZeroMQ thread's error: then nothing is left but to close it and open another
     */
    public CompletionStage<@Nullable Void> ended() {
        return ended.minimalCompletionStage();
    }

    /**
     * Ends the relay: what has arrived is passed on, publishers lose their connections and queue what they publish from
     * then on, subscribers have {@code bus.publish.linger} to take what they were sent. It takes no longer than
     * {@code bus.shutdown-deadline} and a moment, whatever others do. What is on its way from a publisher meanwhile is
     * lost. Idempotent; callable from any thread.
     */
    @Override
    public void close() {
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                end();
            }
        } finally {
            closing.unlock();
        }
    }

    private void end() {
        long deadline = Deadlines.after(settings.shutdownDeadline());
        passage.end(deadline);
        boolean joined = passage.join(Deadlines.left(deadline).plus(GRACE));
        if (!context.terminate(GRACE) || !joined) {
            LOG.warn("{}: ZeroMQ did not end in time; its threads end in the background", name);
        }
    }
}
