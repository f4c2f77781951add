package org.busd.internal.zmq;

import org.busd.internal.transport.Receipt;
import zmq.Msg;

/**
 * A message on its way from a lane to its outlet, in one frame: ZeroMQ passes objects by reference inside a process, so
 * topic and receipt travel along without a frame or a copy of their own. The outlet sends the frame itself on as the
 * envelope.
 */
final class Handover extends Msg {
    private final byte[] topic;
    private final Receipt receipt;

    Handover(byte[] topic, byte[] envelope, Receipt receipt) {
        super(envelope);
        this.topic = topic;
        this.receipt = receipt;
    }

    byte[] topic() {
        return topic;
    }

    Receipt receipt() {
        return receipt;
    }
}
