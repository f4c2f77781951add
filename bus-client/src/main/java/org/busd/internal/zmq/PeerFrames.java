package org.busd.internal.zmq;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Makes the frames of a socket's peers, and refuses those whose announced length no honest peer sends before memory is
 * taken for them. JeroMQ 0.6.0 reads the length as a signed number: a negative one pins its I/O thread, a huge one ends it
 * with an {@link OutOfMemoryError}, and {@code ZMQ_MAXMSGSIZE} helps against neither; where it does, it ends a connection
 * of ours for good. An allocator runs on the I/O thread and must never throw.
 */
record PeerFrames(Peers peers, long maxBytes) implements MsgAllocator {
    @Override
    public Msg allocate(int size) {
        if (size < 0 || size > maxBytes) {
            return new PeerFrame(peers);
        }
        try {
            return new PeerFrame(peers, size);
        } catch (OutOfMemoryError e) {
            return new PeerFrame(peers);
        }
    }
}
