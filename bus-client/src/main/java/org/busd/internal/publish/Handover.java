package org.busd.internal.publish;

import org.jspecify.annotations.Nullable;
import zmq.Msg;

/**
 * A message on its way from a thread socket to its outlet, in one frame: ZeroMQ passes objects by reference inside a
 * process, so topic and origin travel along without a frame or a copy of their own. The outlet sends the frame itself on
 * as the envelope.
 */
final class Handover extends Msg {
    private final byte[] topic;
    private final ThreadSocket source;
    private final @Nullable Delivery delivery;

    Handover(byte[] topic, byte[] envelope, ThreadSocket source, @Nullable Delivery delivery) {
        super(envelope);
        this.topic = topic;
        this.source = source;
        this.delivery = delivery;
    }

    byte[] topic() {
        return topic;
    }

    /** ZeroMQ has got it. On the outlet's thread. */
    void handedOn() {
        source.countTaken();
        if (delivery != null) {
            delivery.handedOn();
        }
    }

    /** It came to its outlet, and no further. On the outlet's thread. */
    void lost(Throwable why) {
        source.countTaken();
        if (delivery != null) {
            delivery.lost(why);
        }
    }
}
