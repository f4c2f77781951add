package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class ViaRelayTest {
    private static final int THREADS = 10;
    private static final Duration LONG = Duration.ofSeconds(20);

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

    /** Its outlet has never had a subscription: what it sent would be dropped. */
    @Test
    void aThreadThatBeginsWhileTheRelayIsAwayIsToldAndGoesOnWhenItIsBack() throws Exception {
        int port = FreePorts.range(1);
        TestBus bus = viaRelays(port, 1, "1s").set("publish.fan-in", "thread");
        Set<String> before = ConcurrentHashMap.newKeySet();
        Set<String> back = ConcurrentHashMap.newKeySet();
        Thread first = new Thread(() -> receive(port, before));
        Thread again = new Thread(() -> receive(port, back));
        ExecutorService other = Executors.newSingleThreadExecutor();
        first.start();
        try (BusClient client = bus.open()) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            client.publish("n", Map.of());
            before.add("end");
            first.join();
            Awaitility.await().atMost(LONG).until(() -> !client.awaitSubscribers(1, Duration.ofMillis(1)));
            assertThatThrownBy(() -> other.submit(() -> client.publish("other", Map.of()))
                            .get())
                    .hasCauseInstanceOf(BusException.class)
                    .hasMessageContaining("no relay answers");
            again.start();
            Awaitility.await()
                    .atMost(LONG)
                    .ignoreExceptionsMatching(e -> e.getCause() instanceof BusException)
                    .until(() ->
                            other.submit(() -> client.publish("back", Map.of())).get() == null);
            Awaitility.await().atMost(LONG).until(() -> back.stream().anyMatch(topic -> topic.endsWith(".back")));
        } finally {
            other.shutdown();
            before.add("end");
            back.add("end");
            again.join();
        }
    }

    @Test
    void aRelayThatIsListedTwiceHearsEachMessageOnce() throws Exception {
        int port = FreePorts.range(1);
        TestBus bus = viaRelays(port, 1, "20s")
                .set("relay.inbound", "[\"tcp://127.0.0.1:%1$d\", \"tcp://127.0.0.1:%1$d\"]".formatted(port));
        List<String> topics = new CopyOnWriteArrayList<>();
        Thread relay = new Thread(() -> receive(port, topics));
        relay.start();
        try (BusClient client = bus.open()) {
            for (int n = 0; n < 100; n++) {
                client.publish("n" + n, Map.of());
            }
            Awaitility.await().atMost(LONG).until(() -> topics.stream().anyMatch(topic -> topic.endsWith(".n99")));
        } finally {
            topics.add("end");
            relay.join();
        }
        assertThat(topics).hasSize(101).doesNotHaveDuplicates();
    }

    /** A bus that goes to {@code relays} at ports in a row. */
    private static TestBus viaRelays(int port, int relays, String readyTimeout) {
        return new TestBus()
                .set("publish.via", "relay")
                .set("publish.ready-timeout", readyTimeout)
                .set(
                        "relay.inbound",
                        IntStream.range(port, port + relays)
                                .mapToObj(each -> "tcp://127.0.0.1:" + each)
                                .collect(Collectors.joining("\", \"", "[\"", "\"]")));
    }

    /** Callers go on once the first has answered; what they publish is held for the other. */
    @Test
    void theFirstMessagesReachARelayThatAnswersLater() throws Exception {
        int port = FreePorts.range(2);
        TestBus bus = viaRelays(port, 2, "20s");
        Set<String> early = ConcurrentHashMap.newKeySet();
        Set<String> late = ConcurrentHashMap.newKeySet();
        Thread first = new Thread(() -> receive(port, early));
        Thread second = new Thread(() -> receive(port + 1, late));
        first.start();
        try (BusClient client = bus.open()) {
            for (int n = 0; n < THREADS; n++) {
                client.publish("n" + n, Map.of());
            }
            assertThat(client.metrics().published()).isEqualTo(THREADS);
            second.start();
            Awaitility.await().atMost(LONG).untilAsserted(() -> {
                assertThat(early).hasSize(THREADS);
                assertThat(late).hasSize(THREADS);
            });
        } finally {
            early.add("end");
            late.add("end");
            first.join();
            second.join();
        }
    }

    /** A relay that has gone and come back has subscribed twice, and is one all the same. */
    @Test
    void aRelayThatComesBackIsNotTakenForTheOther() throws Exception {
        int port = FreePorts.range(2);
        Set<String> before = ConcurrentHashMap.newKeySet();
        Set<String> back = ConcurrentHashMap.newKeySet();
        Set<String> late = ConcurrentHashMap.newKeySet();
        Thread first = new Thread(() -> receive(port, before));
        Thread again = new Thread(() -> receive(port, back));
        Thread second = new Thread(() -> receive(port + 1, late));
        first.start();
        try (BusClient client = viaRelays(port, 2, "20s").open()) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            before.add("end");
            first.join();
            Awaitility.await().atMost(LONG).until(() -> !client.awaitSubscribers(1, Duration.ofMillis(1)));
            again.start();
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            client.publish("n", Map.of());
            second.start();
            Awaitility.await().atMost(LONG).untilAsserted(() -> {
                assertThat(back).hasSize(1);
                assertThat(late).hasSize(1);
            });
        } finally {
            back.add("end");
            late.add("end");
            again.join();
            second.join();
        }
    }

    /** One that never answers costs the first messages a delay, and nobody a wait. */
    @Test
    void aRelayThatDoesNotAnswerIsWaitedForNoLongerThanTheReadyTimeout() throws Exception {
        int port = FreePorts.range(2);
        TestBus bus = viaRelays(port, 2, "1s");
        Set<String> topics = ConcurrentHashMap.newKeySet();
        Thread relay = new Thread(() -> receive(port, topics));
        relay.start();
        try (BusClient client = bus.open()) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            long start = System.nanoTime();
            client.publish("n", Map.of());
            client.close();
            Duration held = Duration.ofNanos(System.nanoTime() - start);
            Awaitility.await().atMost(LONG).until(() -> topics.size() == 1);
            assertThat(held).isLessThan(Duration.ofSeconds(6));
        } finally {
            topics.add("end");
            relay.join();
        }
    }

    /** A relay's inbound side, until {@code topics} has been told to end. */
    private static void receive(int port, Collection<String> topics) {
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
