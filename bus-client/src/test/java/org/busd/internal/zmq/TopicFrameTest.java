package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import zmq.Msg;

class TopicFrameTest {
    private final byte[] topic = "org.example.dev.test".getBytes(StandardCharsets.UTF_8);
    private final TopicFrame frame = new TopicFrame(topic);

    /** What JeroMQ does to each frame that is sent. */
    @Test
    void sendingChangesNothing() {
        frame.resetFlags(Msg.MORE);

        assertThat(frame.hasMore()).isTrue();

        frame.setFlags(Msg.COMMAND);
        frame.buf().position(3).limit(4);

        assertThat(frame.flags()).isEqualTo(Msg.MORE);
        assertThat(frame.buf().remaining()).isEqualTo(topic.length);
        assertThat(frame.data()).isEqualTo(topic);
    }

    @Test
    void knowsItsTopicByItsBytes() {
        assertThat(frame.is(topic)).isTrue();
        assertThat(frame.is(topic.clone())).isTrue();
        assertThat(frame.is("org.example.dev.tesu".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(frame.is(new byte[0])).isFalse();
    }
}
