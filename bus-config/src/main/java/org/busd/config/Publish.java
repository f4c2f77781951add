package org.busd.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How this process publishes ({@code bus.publish}). Immutable.
 *
 * @param via where messages go
 * @param fanIn how the sockets of publishing threads meet
 * @param highWaterMark messages kept before the outlet, and by ZeroMQ for each subscriber behind it
 * @param maxBytes bytes kept before the outlet; with {@code highWaterMark} whichever is reached first
 * @param overflow what happens when a subscriber's queue is full
 * @param patience how long {@link Overflow#PACE} slows publishers down in one episode
 * @param settle how long a fresh outlet holds messages, so that subscribers that reconnect get them
 * @param readyTimeout how long to wait for the relay's subscription
 * @param linger how long a close waits for what is not yet sent
 * @param maxThreadSockets how many threads get a socket of their own; 0: all use the shared sender
 * @param maxMessageSize the biggest message that may be published, in bytes
 * @param bindAddress the address to bind in place of the endpoint's host, {@code *} for all interfaces
 * @param traceThreadSockets whether to remember where each thread socket was opened
 */
public record Publish(
        Via via,
        FanIn fanIn,
        int highWaterMark,
        long maxBytes,
        Overflow overflow,
        Duration patience,
        Duration settle,
        Duration readyTimeout,
        Duration linger,
        int maxThreadSockets,
        long maxMessageSize,
        Optional<String> bindAddress,
        boolean traceThreadSockets) {

    /** Where messages go. */
    public enum Via {
        /** To the first free endpoint of the service, which this process binds. */
        ENDPOINT,
        /** To the relay, which this process connects to. */
        RELAY,
        /** Nowhere: they are encoded, signed and counted, but no socket is opened. For unit tests. */
        NONE
    }

    /** How the sockets of publishing threads meet. */
    public enum FanIn {
        /** One outlet, and so one port, a process. */
        PROCESS,
        /** One outlet a thread, as in fedmsg. */
        THREAD
    }

    /** What happens when a subscriber's queue is full. */
    public enum Overflow {
        /** Publishers are slowed to the subscriber's pace for at most the patience, then it loses messages. */
        PACE,
        /** The full subscriber loses messages at once; nobody waits. */
        DROP,
        /** Publishers wait for ever. */
        BLOCK,
        /** Publishing throws. */
        FAIL
    }
}
