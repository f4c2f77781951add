package org.busd.internal.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.busd.actor.Actor;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.transport.Frames;
import org.busd.internal.transport.Lane;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.OutletEvents;
import org.busd.internal.transport.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages from lanes into an actor's mailbox, and passes each to all inlets that want it. What happens where one of
 * them is full is {@code bus.publish.overflow}, as on a network. Thread-safe.
 */
final class MemoryOutlet implements Outlet {
    private final String name;
    private final MemoryNetwork network;
    private final Publish settings;
    private final OutletEvents events;
    private final Actor actor;
    private final long openedNanos = System.nanoTime();

    private volatile long deadlineNanos = Deadlines.never();
    private volatile boolean stuck;
    private volatile boolean ending;

    MemoryOutlet(String name, MemoryNetwork network, Publish settings, OutletEvents events) {
        this.name = name;
        this.network = network;
        this.settings = settings;
        this.events = events;
        // What is let into the budget finds room here; a message larger than that is let in alone.
        this.actor = new Actor(name, settings.highWaterMark() + 1);
    }

    @Override
    public void start() {
        // There is nothing to open.
    }

    @Override
    public Lane newLane() {
        return new Lane() {
            @Override
            public boolean send(byte[] topic, byte[] envelope, Receipt receipt, boolean alone) {
                return put(topic, envelope, receipt);
            }

            @Override
            public void close() {
                // What was put in is the actor's.
            }

            @Override
            public boolean isGone() {
                return true;
            }
        };
    }

    private boolean put(byte[] topic, byte[] envelope, Receipt receipt) {
        try {
            actor.execute(() -> pass(new Frames(topic, envelope, 2, null), receipt));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void pass(Frames message, Receipt receipt) {
        if (deadlineNanos - System.nanoTime() <= 0) {
            receipt.lost(new Failure.Closed(name + " had to end before it could send this"));
            return;
        }
        List<MemoryInlet> full = new ArrayList<>(network.listeningTo(message.topic()));
        full.removeIf(inlet -> inlet.offer(message, System.nanoTime()));
        // As on a network: who has lost a message is waited for again only when it has had room in between.
        full.removeIf(MemoryInlet::isLosing);
        if (!full.isEmpty() && !awaitRoom(message, full)) {
            full.forEach(MemoryInlet::lose);
        }
        receipt.handedOn();
        events.handedOn(1, message.envelope().length);
    }

    /** Waits for as long as the policy says until all have room; false: {@code full} are those that lose the message. */
    private boolean awaitRoom(Frames message, List<MemoryInlet> full) {
        if (settings.overflow() == Publish.Overflow.DROP) {
            events.dropping();
            return false;
        }
        boolean paced = settings.overflow() == Publish.Overflow.PACE;
        long patience = paced ? Deadlines.after(settings.patience()) : Deadlines.never();
        long start = System.nanoTime();
        events.heldBack();
        stuck = true;
        events.changed();
        try {
            while (true) {
                long slice = Math.min(patience, Math.min(deadlineNanos, Deadlines.after(Duration.ofMillis(50))));
                full.removeIf(inlet -> inlet.offer(message, slice));
                long now = System.nanoTime();
                if (full.isEmpty() || deadlineNanos - now <= 0) {
                    return true;
                }
                if (patience - now <= 0) {
                    events.dropping();
                    return false;
                }
            }
        } finally {
            stuck = false;
            events.waited(System.nanoTime() - start);
        }
    }

    /** None: nothing is bound in a process. */
    @Override
    public List<Endpoint> endpoints() {
        return List.of();
    }

    /** At once: who listens is there. */
    @Override
    public long settledAtNanos() {
        return openedNanos;
    }

    /** There is none in between. */
    @Override
    public boolean awaitRelay(Duration wait) {
        return true;
    }

    @Override
    public @Nullable Throwable death() {
        return null;
    }

    @Override
    public boolean isStuck() {
        return stuck && settings.overflow() == Publish.Overflow.FAIL;
    }

    /** Whoever asks for it has closed the lanes, so nothing more will come once this is called. */
    @Override
    public void end(long deadline, BooleanSupplier done) {
        deadlineNanos = deadline;
        ending = true;
        actor.complete();
    }

    @Override
    public boolean hasEnded() {
        // The actor has no thread before its first message.
        return ending && actor.awaitEnd(Duration.ZERO);
    }

    @Override
    public boolean join(Duration wait) {
        return actor.awaitEnd(wait);
    }
}
