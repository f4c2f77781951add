package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.busd.internal.OwnThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has a thread socket, and how each of them ends. */
@Timeout(120)
@ParameterizedClass
@EnumSource(Wire.class)
class ThreadSocketsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestBus bus;

    ThreadSocketsTest(Wire wire) {
        bus = new TestBus(wire).set("publish.settle", "0ms");
    }

    @Test
    void isClosedByItsThreadByTheWatchOrByTheShutdownAndCountedSo() throws Exception {
        BusClient client = bus.open();
        client.publish("n", 1);
        client.closeThread();
        assertThat(client.metrics().threadSockets()).isZero();
        assertThat(ends(client)).containsEntry(BusMetrics.SocketEnd.CALL, 1L);

        join(client.wrap(Thread::new).newThread(() -> client.publish("n", 2)));
        assertThat(client.metrics().threadSockets()).isZero();
        assertThat(ends(client)).containsEntry(BusMetrics.SocketEnd.CALL, 2L);

        // Where a garbage collection comes first, the cleaner has it.
        long cleaned = -1;
        Thread held;
        do {
            cleaned++;
            held = new Thread(() -> client.publish("n", 3));
            join(held);
            Awaitility.await()
                    .atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(client.metrics().threadSockets()).isZero());
        } while (ends(client).get(BusMetrics.SocketEnd.WATCH) == 0 && cleaned < 20);
        assertThat(ends(client))
                .containsEntry(BusMetrics.SocketEnd.WATCH, 1L)
                .containsEntry(BusMetrics.SocketEnd.CLEANER, cleaned);
        assertThat(held.isAlive()).isFalse();

        client.publish("n", 4);
        client.close();
        assertThat(ends(client)).containsEntry(BusMetrics.SocketEnd.SHUTDOWN, 1L);
        assertThat(client.metrics().threadSocketsOpened()).isEqualTo(4 + cleaned);
    }

    private static Map<BusMetrics.SocketEnd, Long> ends(BusClient client) {
        return client.metrics().threadSocketsClosed();
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.start();
        thread.join();
    }

    /** ZeroMQ takes its time to let go of a socket that is closed, and has no more than a thousand. */
    @Test
    void mayBeOpenedFasterThanClosedOnesAreGone() throws Exception {
        int messages = 20_000;
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>(messages));
        try (BusClient client = bus.open();
                Subscription ignored =
                        client.subscribe(message -> heard.add(message.body().intValue()))) {
            assertThat(client.awaitSubscribers(1, LONG)).isTrue();
            for (int n = 0; n < messages; n++) {
                client.publish("n", n);
                client.closeThread();
            }

            Awaitility.await().atMost(LONG).until(() -> heard.size() == messages);
            assertThat(heard).isSorted();
            assertThat(client.metrics().threadSockets()).isZero();
        }
    }

    @Test
    void thereAreNeverMoreThanMayBe() throws Exception {
        int max = 4;
        int threads = 100;
        try (BusClient client = bus.set("publish.settle", "1s")
                        .set("publish.max-thread-sockets", Integer.toString(max))
                        .open();
                Subscription subscription = client.subscribe()) {
            CyclicBarrier all = new CyclicBarrier(threads);
            List<Thread> publishing = new ArrayList<>();
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < threads; t++) {
                Thread thread = new Thread(() -> {
                    try {
                        all.await();
                        client.publish("n", 1);
                        seen.add(client.metrics().threadSockets());
                        all.await();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
                publishing.add(thread);
                thread.start();
            }
            for (Thread thread : publishing) {
                thread.join();
            }

            assertThat(seen).hasSize(threads).allMatch(open -> open <= max);
            assertThat(client.metrics().threadSocketsOpened()).isEqualTo(max);
            for (int n = 0; n < threads; n++) {
                assertThat(subscription.poll(LONG)).isPresent();
            }
        }
    }

    @Test
    void tellsWhoHoldsOneAndSinceWhere() throws Exception {
        CountDownLatch published = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (BusClient client = bus.set("publish.trace-thread-sockets", "on").open()) {
            Thread holder = new Thread(
                    () -> {
                        client.publish("n", 1);
                        published.countDown();
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    "the holder");
            holder.start();
            published.await();

            assertThat(client.threadSockets()).singleElement().satisfies(open -> {
                assertThat(open.thread()).isEqualTo("the holder");
                assertThat(open.age()).isBetween(Duration.ZERO, LONG);
                assertThat(open.openedAt())
                        .anyMatch(frame ->
                                frame.getClassName().startsWith(getClass().getName()));
            });
            end.countDown();
            holder.join();
        }
        try (BusClient untraced = bus.set("publish.trace-thread-sockets", "off").open()) {
            untraced.publish("n", 1);
            assertThat(untraced.threadSockets())
                    .singleElement()
                    .satisfies(open -> assertThat(open.openedAt()).isEmpty());
        }
    }

    @Test
    void aThreadThatPublishingDependsOnIsRefused() throws Exception {
        try (BusClient client = bus.open()) {
            AtomicReference<Throwable> told = new AtomicReference<>();
            join(OwnThreads.createServing("serving", () -> {
                try {
                    client.publish("n", 1);
                } catch (BusException e) {
                    told.set(e);
                }
            }));

            assertThat(told.get()).isInstanceOf(BusException.class).hasMessageContaining("serving serves");
        }
    }

    @Test
    void whatServesTheClientTakesNothingOverFromWhoStartedIt() throws Exception {
        ClassLoader foreign = new ClassLoader(null) {};
        BusClient client =
                BusClient.builder().settings(bus.settings()).name("heirless").open();
        try (client) {
            Thread starter = new Thread(() -> {
                Thread.currentThread().setContextClassLoader(foreign);
                client.publish("n", 1);
                client.publishAsync("n", 2).join();
                Subscription ignored = client.subscribe();
            });
            join(starter);

            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("heirless"))
                    .hasSizeGreaterThan(4)
                    .allMatch(thread -> thread.getContextClassLoader() != foreign)
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void closingTwiceOrWithoutASocketIsNothing() {
        try (BusClient client = bus.open()) {
            client.closeThread();
            client.publish("n", 1);
            client.closeThread();
            client.closeThread();
            assertThat(client.metrics().threadSocketsOpened()).isEqualTo(1);
            client.close();
            client.closeThread();
            assertThatThrownBy(() -> client.publish("n", 1)).isInstanceOf(BusClosedException.class);
        }
    }
}
