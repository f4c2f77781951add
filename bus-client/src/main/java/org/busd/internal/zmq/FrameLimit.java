package org.busd.internal.zmq;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Refuses frames whose announced length no honest peer sends, before memory is taken for them. JeroMQ 0.6.0 reads the
 * length as a signed number: a negative one pins its I/O thread, a huge one ends it with an {@link OutOfMemoryError},
 * and {@code ZMQ_MAXMSGSIZE} helps against neither. An allocator runs on the I/O thread and must never throw.
 */
class FrameLimit implements MsgAllocator {
    private final long maxBytes;

    FrameLimit(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Msg allocate(int size) {
        if (size < 0 || size > maxBytes) {
            return new RefusedFrame();
        }
        try {
            return frame(size);
        } catch (OutOfMemoryError e) {
            return new RefusedFrame();
        }
    }

    Msg frame(int size) {
        return new Msg(size);
    }
}
