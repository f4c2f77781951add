package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread's messages keep their order, also when its way to the outlet changes. */
@ParameterizedClass
@EnumSource(Wire.class)
class OrderTest {
    private static final int COUNT = 1000;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestBus bus;

    OrderTest(Wire wire) {
        bus = new TestBus(wire);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "thread"})
    void aThreadThatClosesItsSocketKeepsItsOrder(String fanIn) throws Exception {
        int closes = 3;
        try (BusClient client = bus.set("publish.fan-in", fanIn).open();
                Subscription subscription = client.subscribe("org.example.dev.test.n")) {
            for (int n = 0; n < COUNT; n++) {
                client.publish("n", Map.of("n", n));
                if (n % (COUNT / closes) == 0) {
                    client.closeThread();
                }
            }

            assertThat(numbers(subscription)).isEqualTo(inOrder());
        }
    }

    @Test
    void aThreadThatGetsASocketOfItsOwnAfterTheSharedOneKeepsItsOrder() throws Exception {
        try (BusClient client = bus.set("publish.max-thread-sockets", "1").open();
                Subscription subscription = client.subscribe("org.example.dev.test.n")) {
            CountDownLatch opened = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            Thread first = new Thread(() -> {
                client.publish("first", Map.of());
                opened.countDown();
                try {
                    enough.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                client.closeThread();
            });
            first.start();
            opened.await();
            for (int n = 0; n < COUNT; n++) {
                client.publish("n", Map.of("n", n));
                if (n == COUNT / 2) {
                    enough.countDown();
                    first.join();
                }
            }

            assertThat(client.metrics().threadSocketsOpened()).isEqualTo(2);
            assertThat(numbers(subscription)).isEqualTo(inOrder());
        }
    }

    /** As in servers that erase their threads' locals between tasks: the collector finds that nobody holds the socket. */
    @Test
    void aThreadWhoseSocketIsCollectedKeepsItsOrder() throws Exception {
        Field locals = Thread.class.getDeclaredField("threadLocals");
        locals.setAccessible(true);
        // Held for the settle time.
        try (BusClient client = bus.set("publish.settle", "3s").open();
                Subscription subscription = client.subscribe("org.example.dev.test.n")) {
            for (int n = 0; n < COUNT; n++) {
                if (n == COUNT / 2) {
                    locals.set(Thread.currentThread(), null);
                    Awaitility.await().atMost(LONG).until(() -> {
                        System.gc();
                        return client.metrics().threadSockets() == 0;
                    });
                }
                client.publish("n", Map.of("n", n));
            }

            assertThat(numbers(subscription)).isEqualTo(inOrder());
        }
    }

    private static List<Integer> inOrder() {
        return IntStream.range(0, COUNT).boxed().toList();
    }

    private static List<Integer> numbers(Subscription subscription) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < COUNT) {
            numbers.add(subscription.poll(LONG).orElseThrow().body().get("n").asInt());
        }
        return numbers;
    }
}
