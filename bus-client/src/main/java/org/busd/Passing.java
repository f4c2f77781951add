package org.busd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.config.BusSettings;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.relay.Intake;
import org.busd.internal.relay.Outgoing;
import org.busd.internal.relay.Passage;
import org.busd.internal.relay.RelayCounters;
import org.busd.internal.relay.Treatment;
import org.busd.internal.transport.PeerCounters;
import org.busd.internal.zmq.Sockets;
import org.busd.internal.zmq.ZmqContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a relay and a gateway are at work: a passage, the ZeroMQ context it lives in, and their end. Thread-safe. */
final class Passing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Passing.class);

    /** For sockets and threads to end that have come to their deadline. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final String name;
    private final Duration shutdownDeadline;
    private final ZmqContext context;
    private final PeerCounters peerCounters;
    private final Passage passage;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final ReentrantLock closing = new ReentrantLock();
    /** Guarded by {@link #closing}. */
    private boolean closed;

    private Passing(String name, BusSettings settings, Intake intake, Outgoing outgoing, Treatment treatment) {
        this.name = name;
        this.shutdownDeadline = settings.shutdownDeadline();
        this.context = ZmqContext.of(name, settings);
        Sockets sockets = new Sockets(context, settings);
        this.peerCounters = sockets.peerCounters();
        this.passage = new Passage(name, sockets, intake, outgoing, treatment);
    }

    /**
     * Opens one; returns when messages pass.
     *
     * @throws BusException if an endpoint cannot be bound; names it and its key
     */
    static Passing open(String name, BusSettings settings, Intake intake, Outgoing outgoing, Treatment treatment) {
        settings.warnings().forEach(LOG::warn);
        return Uninterruptibly.get(() -> {
            try {
                Passing passing = new Passing(name, settings, intake, outgoing, treatment);
                passing.start();
                return passing;
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

    PeerCounters peerCounters() {
        return peerCounters;
    }

    RelayCounters counters() {
        return passage.counters();
    }

    /** Whether its thread comes round within {@code wait}; false once it has ended. */
    boolean isResponding(Duration wait) {
        CompletableFuture<?> round = passage.ask().toCompletableFuture();
        return Uninterruptibly.get(() -> {
            try {
                CompletableFuture.anyOf(round, ended).get(wait.toNanos(), TimeUnit.NANOSECONDS);
                return !ended.isDone();
            } catch (ExecutionException | TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return !ended.isDone();
            }
        });
    }

    CompletionStage<@Nullable Void> ended() {
        return ended.minimalCompletionStage();
    }

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
        long deadline = Deadlines.after(shutdownDeadline);
        passage.end(deadline);
        boolean joined = passage.join(Deadlines.left(deadline).plus(GRACE));
        if (!context.terminate(GRACE) || !joined) {
            LOG.warn("{}: ZeroMQ did not end in time; its threads end in the background", name);
        }
    }
}
