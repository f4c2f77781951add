package org.busd;

import java.util.Map;

/**
 * What a client has done since it was opened, at one moment.
 *
 * @param published messages that {@code publish} accepted
 * @param publishedBytes bytes of their envelopes
 * @param refused publishes that ended with an exception
 * @param handedOn messages given to ZeroMQ, for those who subscribe
 * @param dropped messages accepted and lost, because the thread that owns the publishing socket died, or
 *     because what {@code publishAsync} had queued could not be sent
 * @param queuedMessages messages accepted and not yet given to ZeroMQ
 * @param queuedBytes bytes of those
 * @param heldBack times the outlet waited because a subscriber's queue was full
 * @param outOfPatience times that wait lasted longer than {@code bus.publish.patience}, and that subscriber lost messages
 * @param threadSockets thread sockets open now
 * @param threadSocketsOpened thread sockets opened
 * @param threadSocketsClosed thread sockets closed, by the way they were
 * @param received messages given to user code
 * @param queuedReceived messages that wait in subscriptions
 * @param discarded messages that waited in subscriptions when these were closed
 * @param handlerFailures exceptions that handlers threw
 * @param deadLetters received messages that were not taken, by reason
 */
public record BusMetrics(
        long published,
        long publishedBytes,
        long refused,
        long handedOn,
        long dropped,
        long queuedMessages,
        long queuedBytes,
        long heldBack,
        long outOfPatience,
        int threadSockets,
        long threadSocketsOpened,
        Map<SocketEnd, Long> threadSocketsClosed,
        long received,
        long queuedReceived,
        long discarded,
        long handlerFailures,
        Map<DeadLetter.Reason, Long> deadLetters) {
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
