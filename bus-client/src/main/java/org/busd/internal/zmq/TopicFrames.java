package org.busd.internal.zmq;

/** The frames of topics: messages come in runs on one. Confined to one thread at a time. */
final class TopicFrames {
    private TopicFrame last = new TopicFrame(new byte[0]);

    TopicFrame of(byte[] topic) {
        TopicFrame frame = last;
        if (!frame.is(topic)) {
            frame = new TopicFrame(topic);
            last = frame;
        }
        return frame;
    }
}
