package org.busd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.busd.actor.Actor;
import org.busd.actor.Alarm;
import org.busd.internal.Deadlines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the positions of a hub's consumers in files. An actor writes them, so that no worker waits for a disk, and not for
 * each message: a position that has changed is on the disk within {@link #PAUSE} and what the writing takes. A disk that
 * cannot take it stops nobody; it is told, counted, and tried again.
 *
 * <p>Thread-safe.
 */
final class Positions {
    private static final Logger LOG = LoggerFactory.getLogger(Positions.class);

    static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private final Path directory;
    private final Actor actor;
    /** Those whose positions are not on the disk, and an alarm is set for it. */
    private final Set<HubConsumer> changed = ConcurrentHashMap.newKeySet();
    /** For the actor. */
    private boolean failing;

    /**
     * Positions in files.
     *
     * @param directory made when it is first needed
     * @param consumers how many there may be
     */
    Positions(Path directory, String hubName, int consumers) {
        this.directory = directory;
        this.actor = Actor.builder(hubName + "-positions")
                .capacity(2 * Math.max(1, consumers))
                .build();
    }

    /** There may be a new position. */
    void moved(HubConsumer consumer) {
        if (changed.add(consumer)) {
            writeAfter(PAUSE, consumer);
        }
    }

    private void writeAfter(Duration pause, HubConsumer consumer) {
        try {
            Alarm ignored = actor.alarm(pause, () -> write(consumer));
        } catch (RejectedExecutionException ending) {
            LOG.debug("the position of {} is written at the end, or not at all", consumer.name());
        } catch (OutOfMemoryError e) {
            // No thread to be had, which is not to end the consumer's: it is tried again at the next message.
            changed.remove(consumer);
            LOG.error("{}: the position of {} cannot be kept now: {}", directory, consumer.name(), e.getMessage());
        }
    }

    /** On the actor's thread. */
    private void write(HubConsumer consumer) {
        if (!changed.remove(consumer)) {
            return;
        }
        Optional<Position> position = consumer.position();
        if (position.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(directory);
            fileOf(consumer.name()).write(position.get());
            if (failing) {
                failing = false;
                LOG.warn("{}: positions are kept again", directory);
            }
        } catch (IOException e) {
            consumer.positionNotKept();
            if (!failing) {
                failing = true;
                LOG.warn("{}: the position of {} cannot be kept: {}", directory, consumer.name(), e.toString());
            }
            if (changed.add(consumer)) {
                writeAfter(PAUSE_AFTER_FAILURE, consumer);
            }
        }
    }

    private PositionFile fileOf(String consumer) {
        return PositionFile.of(directory, consumer);
    }

    /** What an earlier hub has kept; empty if it has not, or what there is cannot be read, which is told. */
    Optional<Position> kept(String consumer) {
        try {
            return fileOf(consumer).read();
        } catch (IOException e) {
            LOG.warn("{}: the position of {} cannot be read: {}", directory, consumer, e.toString());
            return Optional.empty();
        }
    }

    /** Writes what has changed; returns whether it was in time. */
    boolean end(long deadlineNanos) {
        if (!changed.isEmpty()) {
            actor.execute(() -> List.copyOf(changed).forEach(this::write)); // one that fails is put in again
        }
        actor.complete();
        return actor.awaitEnd(Deadlines.left(deadlineNanos));
    }
}
