package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.busd.BusClient;
import org.busd.FreePorts;
import org.busd.Relay;
import org.busd.TestBus;
import org.busd.config.Endpoint;
import org.busd.internal.Deadlines;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.transport.Frames;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Lane;
import org.busd.internal.transport.Outlet;
import org.busd.internal.transport.Receiver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listed hosts that are names: where they lead is found out, and found out again. */
@Timeout(120)
class NamesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] TOPIC = "topic".getBytes(StandardCharsets.UTF_8);

    private final int port = FreePorts.range(1);
    private final Endpoint listed = new Endpoint("moving.example", port);
    private final BlockingQueue<Frames> received = new LinkedBlockingQueue<>();
    private final ZmqTransport transport = new ZmqTransport("names", new TestBus().settings(), this::addresses);
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile List<String> answer = List.of();
    /** Who receives waits for it. */
    private volatile CountDownLatch held = new CountDownLatch(0);

    @AfterEach
    void close() {
        assertThat(transport.close(LONG)).isTrue();
    }

    private List<Endpoint> addresses(Endpoint name) throws UnknownHostException {
        lookUps.incrementAndGet();
        if (answer.isEmpty()) {
            throw new UnknownHostException(name.host());
        }
        return answer.stream().map(host -> new Endpoint(host, name.port())).toList();
    }

    private Inlet listen(Endpoint... endpoints) {
        Inlet inlet = transport.inlet("names-inlet", List.of(endpoints), List.of(new byte[0]), new Receiver() {
            @Override
            public boolean take(List<Frames> messages) {
                boolean added = received.addAll(messages);
                return Uninterruptibly.await(held, LONG) && added;
            }

            @Override
            public boolean isServing() {
                return false;
            }

            @Override
            public void serve() {}

            @Override
            public void ended(@Nullable Throwable failure) {}
        });
        inlet.open();
        return inlet;
    }

    private static BusClient publisherAt(String host, int port) {
        return new TestBus()
                .set("endpoints.local", "[\"tcp://" + host + ":" + port + "\"]")
                .open();
    }

    private void hears(BusClient publisher, String topic, Endpoint from) throws InterruptedException {
        assertThat(publisher.awaitSubscribers(1, LONG)).isTrue();
        publisher.publish(topic, Map.of());
        Frames frames = received.poll(20, TimeUnit.SECONDS);
        assertThat(frames).as("what %s said", topic).isNotNull();
        assertThat(new String(frames.topic(), StandardCharsets.UTF_8)).endsWith("." + topic);
        assertThat(frames.from()).isEqualTo(from);
    }

    @Test
    void aNameThatIsKnownLateIsHeard() throws Exception {
        Inlet inlet = listen(listed);
        try (BusClient publisher = publisherAt("127.0.0.1", port)) {
            assertThat(publisher.awaitSubscribers(1, Duration.ofMillis(100))).isFalse();
            answer = List.of("127.0.0.1");

            hears(publisher, "late", listed);
        } finally {
            inlet.close();
        }
    }

    @Test
    void aHostThatGetsAnotherAddressIsFoundAgain() throws Exception {
        answer = List.of("127.0.0.1");
        Inlet inlet = listen(listed);
        try {
            try (BusClient before = publisherAt("127.0.0.1", port)) {
                hears(before, "before", listed);
            }
            answer = List.of("127.0.0.2");
            try (BusClient after = publisherAt("127.0.0.2", port)) {
                hears(after, "after", listed);
            }
        } finally {
            inlet.close();
        }
    }

    @Test
    void whereOneAddressDoesNotAnswerAnotherIsTried() throws Exception {
        answer = List.of("127.0.0.3", "127.0.0.2");
        Inlet inlet = listen(listed);
        try (BusClient publisher = publisherAt("127.0.0.2", port)) {
            hears(publisher, "second", listed);
        } finally {
            inlet.close();
        }
    }

    /** Where who listens takes its time, the address may be back before it is left for another one. */
    @Test
    void anAddressThatIsBackInTimeIsNotLeft() throws Exception {
        answer = List.of("127.0.0.1", "127.0.0.2");
        Inlet inlet = listen(listed);
        try {
            try (BusClient before = publisherAt("127.0.0.1", port)) {
                hears(before, "before", listed);
                held = new CountDownLatch(1);
                hears(before, "held", listed);
            }
            int looked = lookUps.get();
            Awaitility.await().atMost(LONG).until(() -> lookUps.get() > looked);
            try (BusClient back = publisherAt("127.0.0.1", port)) {
                boolean ignored = back.awaitSubscribers(1, Duration.ZERO); // to have it open
                Awaitility.await().atMost(LONG).until(this::isConnected);
                held.countDown();
                for (int n = 0; n < 5; n++) {
                    hears(back, "back", listed);
                }
            }
        } finally {
            held.countDown();
            inlet.close();
        }
    }

    /** As the kernel has it: whoever listens does not subscribe anew while they are held. */
    private boolean isConnected() throws IOException {
        String toThePort = String.format(Locale.ROOT, ":%04X 01 ", port);
        return Files.readString(Path.of("/proc/net/tcp")).contains(toThePort)
                || Files.readString(Path.of("/proc/net/tcp6")).contains(toThePort);
    }

    @Test
    void twoNamesOfOneAddressAreHeardOnce() throws Exception {
        Endpoint other = new Endpoint("other.example", port);
        answer = List.of("127.0.0.1");
        Inlet inlet = listen(listed, other);
        try (BusClient publisher = publisherAt("127.0.0.1", port)) {
            assertThat(publisher.awaitSubscribers(1, LONG)).isTrue();
            publisher.publish("shared", Map.of());

            assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(received.poll(200, TimeUnit.MILLISECONDS))
                    .as("a second time")
                    .isNull();
        } finally {
            inlet.close();
        }
    }

    @Test
    void eachMessageTellsTheEndpointItCameFrom() throws Exception {
        Endpoint one = new Endpoint("127.0.0.1", port);
        Endpoint two = new Endpoint("127.0.0.2", port);
        Inlet inlet = listen(one, two);
        try (BusClient first = publisherAt("127.0.0.1", port);
                BusClient second = publisherAt("127.0.0.2", port)) {
            for (int round = 0; round < 3; round++) {
                hears(first, "a", one);
                hears(second, "b", two);
            }
        } finally {
            inlet.close();
        }
    }

    @Test
    void aRelayThatGetsAnotherAddressIsFoundAgain() throws Exception {
        Endpoint inbound = new Endpoint("relay.example", port);
        TestBus bus = new TestBus()
                .set("publish.via", "relay")
                .set("publish.overflow", "block")
                .set("publish.high-water-mark", "10")
                .set("relay.inbound", "[\"" + inbound + "\"]");
        ZmqTransport ours = new ZmqTransport("relayed", bus.settings(), this::addresses);
        BlockingQueue<Integer> handedOn = new LinkedBlockingQueue<>();
        Outlet outlet = ours.outlet("relayed-outlet", new SilentEvents());
        outlet.start();
        Lane lane = outlet.newLane();
        try {
            assertThat(ours.audience().await(new byte[0], 1, Deadlines.after(Duration.ofMillis(100))))
                    .as("before its name is known")
                    .isFalse();
            Relay first = relayAt("127.0.0.1");
            answer = List.of("127.0.0.1");
            assertThat(ours.audience().await(new byte[0], 1, Deadlines.after(LONG)))
                    .isTrue();
            first.close();
            // More than the queue for it holds: the outlet waits for room.
            for (int n = 0; n < 100; n++) {
                lane.send(TOPIC, new byte[10], new Counted(n, handedOn), false);
            }
            answer = List.of("127.0.0.2");
            try (Relay second = relayAt("127.0.0.2")) {
                for (int n = 0; n < 100; n++) {
                    assertThat(handedOn.poll(20, TimeUnit.SECONDS)).isEqualTo(n);
                }
                // What comes before it has subscribed goes to nobody.
                Awaitility.await().atMost(LONG).until(() -> {
                    lane.send(TOPIC, new byte[10], new Counted(100, handedOn), false);
                    return second.metrics().received() > 0;
                });
            }
        } finally {
            lane.close();
            outlet.end(Deadlines.after(Duration.ZERO), () -> true);
            assertThat(outlet.join(LONG)).isTrue();
            assertThat(ours.close(LONG)).isTrue();
        }
    }

    private Relay relayAt(String host) {
        return Relay.open(new TestBus()
                .set("publish.settle", "0ms")
                .set("relay.inbound", "[\"tcp://" + host + ":" + port + "\"]")
                .set("relay.outbound", "[\"tcp://127.0.0.1:" + FreePorts.range(1) + "\"]")
                .settings());
    }
}
