package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class ViaRelayTest {
    private static final int THREADS = 10;

    @Test
    void theFirstMessageOfEachThreadReachesTheRelay() throws Exception {
        int port = FreePorts.range(1);
        TestBus bus = new TestBus()
                .set("publish.via", "relay")
                .set("publish.fan-in", "thread")
                .set("publish.ready-timeout", "20s")
                .set("relay.inbound", "[\"tcp://127.0.0.1:" + port + "\"]");
        Set<String> topics = ConcurrentHashMap.newKeySet();
        Thread relay = new Thread(() -> receive(port, topics));
        relay.start();
        try (BusClient client = bus.open()) {
            for (int n = 0; n < THREADS; n++) {
                String topic = "n" + n;
                Thread thread = new Thread(() -> client.publish(topic, Map.of()));
                thread.start();
                thread.join();
            }
            Awaitility.await().untilAsserted(() -> assertThat(topics).hasSize(THREADS));
        } finally {
            topics.add("end");
            relay.join();
        }
    }

    /** A relay's inbound side, until {@code topics} has been told to end. */
    private static void receive(int port, Set<String> topics) {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket socket = context.createSocket(SocketType.SUB);
            socket.setReceiveTimeOut(100);
            socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
            socket.bind("tcp://127.0.0.1:" + port);
            while (!topics.contains("end")) {
                byte[] topic = socket.recv();
                if (topic != null && topic[0] != '{') {
                    topics.add(new String(topic, StandardCharsets.UTF_8));
                }
            }
        }
    }
}
