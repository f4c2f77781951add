package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.busd.TestBus;
import org.junit.jupiter.api.Test;
import zmq.ZMQ;

class SocketsTest {
    private static final int BUFFER_BYTES = 128 * 1024;

    /** Whatever is set once connections can be there may come between two looks that JeroMQ takes at it. */
    @Test
    void aPublishingSocketHasItsSendBufferAsSoonAsItIsBound() {
        TestBus bus = new TestBus(1);
        ZmqContext context = ZmqContext.of("tuned", bus.settings());
        ZmqSocket xpub = new Sockets(context, bus.settings()).xpub(new Subscriptions().ofSocket(), event -> {});

        assertThat(xpub.bind("127.0.0.1", bus.firstPort())).isTrue();
        assertThat(xpub.base().getSocketOpt(ZMQ.ZMQ_SNDBUF)).isEqualTo(BUFFER_BYTES);
        xpub.close();
        assertThat(context.terminate(Duration.ofSeconds(20))).isTrue();
    }
}
