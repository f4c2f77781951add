package org.busd.internal.zmq;

import zmq.Msg;

/**
 * What publishers may send: messages of a few frames that are together not much larger than one may be. ZeroMQ counts
 * messages only when they are whole; one without an end would be kept for ever.
 *
 * @param maxMessageBytes {@code bus.subscribe.max-message-size}; the topic is let in beside it
 */
record MessageLimit(long maxMessageBytes) implements FrameRule {
    /** A message of the bus has two. */
    static final int MAX_FRAMES = 64;

    private static final int TOPIC_BYTES = 64 * 1024;

    @Override
    public void came(Peer peer) {}

    @Override
    public void left(Peer peer) {}

    @Override
    public Verdict judge(Peer peer, Msg frame) {
        boolean fits = peer.addToMessage(frame.size(), MAX_FRAMES, maxMessageBytes + TOPIC_BYTES);
        if (!frame.hasMore()) {
            peer.endMessage();
        }
        return fits ? Verdict.ADMITTED : Verdict.ENDLESS_MESSAGE;
    }
}
