package org.busd.internal.publish;

import zmq.Msg;

/**
 * A message on its way from a thread socket to its outlet, in one frame: ZeroMQ passes objects by reference inside a
 * process, so topic and origin travel along without a frame or a copy of their own. The outlet sends the frame itself on
 * as the envelope.
 */
final class Handover extends Msg {
    private final byte[] topic;
    private final ThreadSocket source;

    Handover(byte[] topic, byte[] envelope, ThreadSocket source) {
        super(envelope);
        this.topic = topic;
        this.source = source;
    }

    byte[] topic() {
        return topic;
    }

    ThreadSocket source() {
        return source;
    }
}
