package org.busd;

import java.time.Duration;
import java.util.Map;
import org.busd.signing.Reason;

/**
 * What a client has done since it was opened, at one moment. Immutable.
 *
 * <p>It never contradicts itself, whatever threads do while it is made: {@code handedOn + dropped} is {@code published} at
 * the most, and so is {@code publishTimes.count()}; {@code threadSockets} is {@code threadSocketsOpened} less all that were
 * closed. What only grows is never smaller than in a snapshot that was made before.
 *
 * @param published messages that {@code publish} accepted
 * @param publishedBytes bytes of their envelopes
 * @param publishTimes how long {@code publish} took
 * @param refused publishes that ended with an exception
 * @param handedOn messages given to ZeroMQ, for those who subscribe
 * @param dropped messages accepted and lost, because the thread that owns the publishing socket died, or
 *     because what {@code publishAsync} had queued could not be sent
 * @param queuedMessages messages accepted and not yet given to ZeroMQ, and those that are being accepted
 * @param queuedBytes bytes of those
 * @param heldBackEpisodes times the outlet waited because a subscriber's queue was full
 * @param heldBackTime how long it waited so, all in all
 * @param dropEpisodes times that full subscribers began to lose messages, for as long as it took until they had room
 *     again; how many messages that cost them, ZeroMQ does not tell
 * @param threadSockets thread sockets open now
 * @param threadSocketsOpened thread sockets opened
 * @param threadSocketsClosed thread sockets closed, by the way they were
 * @param received messages given to user code
 * @param queuedReceived messages that wait in subscriptions
 * @param discarded messages that waited in subscriptions when these were closed
 * @param handlerFailures exceptions that handlers threw
 * @param deadLetters received messages that were not taken, by reason
 * @param connectionsTurnedAway connections closed as soon as they were accepted: there were too many, or no room for more
 * @param connectionsEnded connections ended for what came over them, or did not
 */
public record BusMetrics(
        long published,
        long publishedBytes,
        PublishTimes publishTimes,
        long refused,
        long handedOn,
        long dropped,
        long queuedMessages,
        long queuedBytes,
        long heldBackEpisodes,
        Duration heldBackTime,
        long dropEpisodes,
        int threadSockets,
        long threadSocketsOpened,
        Map<SocketEnd, Long> threadSocketsClosed,
        long received,
        long queuedReceived,
        long discarded,
        long handlerFailures,
        Map<Reason, Long> deadLetters,
        long connectionsTurnedAway,
        long connectionsEnded) {
    /** What a thread socket was closed by. */
    public enum SocketEnd {
        /** {@code closeThread()}, or the end of a thread of a {@linkplain BusClient#wrap wrapped} factory. */
        CALL,
        /** The collector: the thread's locals are gone, and mostly the thread with them. */
        CLEANER,
        /** The watch that looks for dead threads once a second. */
        WATCH,
        /** The client's shutdown. */
        SHUTDOWN,
        /** The death of the outlet it led to. */
        FAILURE
    }
}
