package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.busd.BusClient;
import org.busd.config.SettingsLoader;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A bus on a free port of the loopback interface. */
final class LoopbackBus {

    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** One JeroMQ handshake in about thirty stalls; then it is tried again, by JeroMQ's default after 30 s. */
    private static final int HANDSHAKE_MILLIS = 500;

    private final int port;

    LoopbackBus() {
        try {
            port = FreePorts.row(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "tcp://127.0.0.1:" + port;
    }

    /** The option that makes a command use this bus. */
    String option() {
        return "--set=bus.endpoints.local=[\"" + endpoint() + "\"]";
    }

    /** A client that binds the endpoint when it publishes, and listens to it when it subscribes. */
    BusClient client() {
        return BusClient.open(SettingsLoader.isolated()
                .set("bus.endpoints.local", "[\"" + endpoint() + "\"]")
                .set("bus.publish.settle", "20ms")
                .set("bus.subscribe.reconnect", "5ms")
                .set("bus.subscribe.reconnect-max", "10ms")
                .load());
    }

    /** A client that publishes, once somebody listens. */
    BusClient publisherWithListener() throws InterruptedException {
        BusClient client = client();
        assertThat(client.awaitSubscribers(1, PATIENCE)).as("a subscriber came").isTrue();
        return client;
    }

    /** A publisher that sends frames as they are, once somebody listens. */
    static final class Foreign implements AutoCloseable {
        private final ZContext context = new ZContext();
        private final ZMQ.Socket socket = context.createSocket(SocketType.XPUB);

        Foreign(LoopbackBus bus) {
            socket.setLinger((int) PATIENCE.toMillis());
            socket.setReceiveTimeOut((int) PATIENCE.toMillis());
            socket.setHandshakeIvl(HANDSHAKE_MILLIS);
            socket.bind(bus.endpoint());
            assertThat(socket.recv()).as("a subscription").isNotNull();
        }

        void send(String topic, String envelope) {
            socket.sendMore(topic.getBytes(StandardCharsets.UTF_8));
            socket.send(envelope.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** A relay's inbound side. */
    static final class Inbound implements AutoCloseable {
        private final ZContext context = new ZContext();
        private final ZMQ.Socket socket = context.createSocket(SocketType.SUB);

        Inbound(LoopbackBus bus) {
            socket.setReceiveTimeOut((int) PATIENCE.toMillis());
            socket.setHandshakeIvl(HANDSHAKE_MILLIS);
            socket.bind(bus.endpoint());
            socket.subscribe(new byte[0]);
        }

        /** The next message's second frame. */
        String receive() {
            assertThat(socket.recv()).as("a topic").isNotNull();
            return new String(socket.recv(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
