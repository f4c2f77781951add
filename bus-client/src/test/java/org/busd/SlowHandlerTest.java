package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A handler that takes its time: what waits for it is bounded, comes in full, and holds nobody else up. */
class SlowHandlerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    /** As many messages as a subscription keeps, beside ZeroMQ's own queue. */
    private static final int BOUND = 1024;

    private static final int COUNT = 4_000;

    private final CountDownLatch free = new CountDownLatch(1);
    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger disordered = new AtomicInteger();

    private void handleSlowly(Message message) {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (message.body().path("n").intValue() != slow.getAndIncrement()) {
            disordered.incrementAndGet();
        }
    }

    @Test
    void itsQueueKeepsToItsBoundNothingIsLostAndOthersAreNotHeldUp() throws Exception {
        try (BusClient publisher = new TestBus().open()) {
            publisher.publish("opens", Map.of());
            SubscribeOptions.Builder options = SubscribeOptions.builder()
                    .endpoints(publisher.publishingEndpoints())
                    .topics("org.example.dev.test.n");
            try (BusClient client = new TestBus().open();
                    Subscription slowly =
                            client.subscribe(options.handler(this::handleSlowly).build());
                    Subscription quickly = client.subscribe(SubscribeOptions.builder()
                            .endpoints(publisher.publishingEndpoints())
                            .topics("org.example.dev.test.n")
                            .build())) {
                assertThat(publisher.awaitSubscribers("n", 2, LONG)).isTrue();
                int longest = 0;
                for (int n = 0; n < COUNT; n++) {
                    publisher.publish("n", Map.of("n", n));
                    assertThat(quickly.poll(LONG).orElseThrow().body().path("n").intValue())
                            .isEqualTo(n);
                    longest = Math.max(longest, slowly.queued());
                }
                Awaitility.await().atMost(LONG).until(() -> slowly.queued() == BOUND);
                assertThat(longest).isLessThanOrEqualTo(BOUND);
                assertThat(publisher.metrics().heldBackEpisodes()).isZero();
                assertThat(slow).hasValue(0);

                free.countDown();
                Awaitility.await().atMost(LONG).until(() -> slow.get() == COUNT);
                assertThat(disordered).hasValue(0);
                assertThat(client.metrics().received()).isEqualTo(2L * COUNT);
                assertThat(publisher.metrics().dropEpisodes()).isZero();
            }
        } finally {
            free.countDown();
        }
    }

    /** While ZeroMQ reads nothing, because its queue is full, it hears no heartbeat; the connection is alive all the same. */
    @Test
    void oneThatStandsStillForManyHeartbeatsLosesNothing() throws Exception {
        try (BusClient publisher = new TestBus().set("zmq.heartbeat", "500ms").open()) {
            publisher.publish("opens", Map.of());
            SubscribeOptions options = SubscribeOptions.builder()
                    .endpoints(publisher.publishingEndpoints())
                    .topics("org.example.dev.test.n")
                    .handler(this::handleSlowly)
                    .build();
            try (BusClient client = new TestBus()
                            .set("zmq.heartbeat", "500ms")
                            .set("subscribe.high-water-mark", "100")
                            .open();
                    Subscription slowly = client.subscribe(options)) {
                assertThat(publisher.awaitSubscribers("n", 1, LONG)).isTrue();
                for (int n = 0; n < COUNT; n++) {
                    publisher.publish("n", Map.of("n", n));
                }
                Awaitility.await().atMost(LONG).until(() -> slowly.queued() == BOUND);
                assertThat(free.await(4, TimeUnit.SECONDS))
                        .as("eight heartbeats")
                        .isFalse();
                free.countDown();
                Awaitility.await().atMost(LONG).until(() -> slow.get() == COUNT);
                assertThat(disordered).hasValue(0);
            }
        } finally {
            free.countDown();
        }
    }

    /** Another thread receives while it lasts, and the handler's own again when it has caught up. */
    @Test
    void aHandlerThatIsSlowNowAndThenGetsEachMessageOnceInOrder() throws Exception {
        CountDownLatch all = new CountDownLatch(COUNT);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        AtomicInteger together = new AtomicInteger();
        try (BusClient client = new TestBus().open();
                Subscription ignored = client.subscribe(
                        message -> {
                            assertThat(together.incrementAndGet()).isEqualTo(1);
                            int n = message.body().path("n").intValue();
                            if (n != slow.getAndIncrement()) {
                                disordered.incrementAndGet();
                            }
                            if (n % 400 == 0) {
                                // As long as work that is more than a look at a message.
                                LockSupport.parkNanos(60_000_000);
                            }
                            threads.add(Thread.currentThread());
                            together.decrementAndGet();
                            all.countDown();
                        },
                        "org.example.dev.test.n")) {
            for (int n = 0; n < COUNT; n++) {
                client.publish("n", Map.of("n", n));
            }
            assertThat(all.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(disordered).hasValue(0);
            assertThat(client.metrics().handlerFailures()).isZero();
            assertThat(threads).as("what a handler publishes keeps its order").hasSize(1);
        }
    }
}
