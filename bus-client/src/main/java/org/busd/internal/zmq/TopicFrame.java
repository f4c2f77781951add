package org.busd.internal.zmq;

import java.util.Arrays;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * The first frame of a message: the topic, and that more follows. Unlike other frames it never changes, so that one serves
 * all messages on a topic while I/O threads still write out the last ones: JeroMQ 0.6.0 changes the flags and the metadata
 * of what is sent, which nothing here needs, and reads the bytes through duplicates of the buffer.
 *
 * <p>Immutable and thread-safe.
 */
final class TopicFrame extends Msg {
    private final byte[] topic;

    TopicFrame(byte[] topic) {
        super(topic);
        this.topic = topic;
        super.setFlags(MORE);
    }

    boolean is(byte[] other) {
        return other == topic || Arrays.equals(other, topic);
    }

    @Override
    public void setFlags(int flags) {
        // It has the only one that is ever set.
    }

    @Override
    public void resetFlags(int flags) {
        // Set again right after.
    }

    @Override
    public Msg setMetadata(Metadata metadata) {
        return this;
    }
}
