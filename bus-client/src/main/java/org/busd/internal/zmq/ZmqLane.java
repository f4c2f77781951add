package org.busd.internal.zmq;

import org.busd.internal.transport.Lane;
import org.busd.internal.transport.Receipt;
import zmq.ZMQ;

/** The ZeroMQ socket confined to one publishing thread, connected to an outlet's intake. */
final class ZmqLane implements Lane {
    private final ZmqSocket push;
    private final Shortcut shortcut;
    private final TopicFrames topics = new TopicFrames();

    ZmqLane(ZmqSocket push, Shortcut shortcut) {
        this.push = push;
        this.shortcut = shortcut;
    }

    /** The intake is unbounded, for what is in there has been let in by somebody, so this never waits. */
    @Override
    public boolean send(byte[] topic, byte[] envelope, Receipt receipt, boolean alone) {
        Handover message = new Handover(topic, envelope, receipt);
        return (alone && shortcut.isOpen() && shortcut.send(topics.of(topic), message))
                || push.send(message, ZMQ.ZMQ_DONTWAIT);
    }

    @Override
    public void close() {
        push.close();
    }

    @Override
    public boolean isGone() {
        return push.isGone();
    }
}
