package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.busd.internal.transport.Inlet;
import org.busd.internal.transport.Transport;
import org.busd.internal.zmq.ZmqTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is opened while the client is being closed. */
class ClosingRacesTest {
    private static final int ROUNDS = 60;
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void aFirstPublishDuringCloseIsAcceptedOrToldSoAndLeavesNothingBehind() throws Exception {
        List<Throwable> wrong = closeWhile("racing-publish-", client -> client.publish("n", Map.of()));

        assertThat(wrong).isEmpty();
    }

    @Test
    void aSubscribeDuringCloseSucceedsOrIsToldSoAndLeavesNothingBehind() throws Exception {
        List<Throwable> wrong = closeWhile("racing-subscribe-", client -> {
            Subscription ignored = client.subscribe();
        });

        assertThat(wrong).isEmpty();
    }

    /** The handler is called, and has shut the client down, while {@code subscribe} has yet to return. */
    @Test
    void aSubscriptionWhoseHandlerEndsTheClientAtOnceIsReturnedAsEnded() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        TestBus bus = new TestBus(1);
        try (BusClient publishing = bus.open()) {
            BusClient client = BusClient.builder()
                    .settings(bus.settings())
                    .transport((name, own) -> delayed(new ZmqTransport(name, own), () -> {
                        if (publishing.awaitSubscribers(1, LONG)) {
                            publishing.publish("n", Map.of());
                        }
                        return ended.await(LONG.toSeconds(), TimeUnit.SECONDS);
                    }))
                    .open();

            Subscription subscription = client.subscribe(message -> {
                client.shutdown(LONG);
                ended.countDown();
            });

            assertThat(ended.getCount()).isZero();
            assertThat(subscription.isClosed()).isTrue();
            assertThatThrownBy(client::subscribe).isInstanceOf(BusClosedException.class);
        }
    }

    /** {@code real}, but for inlets whose {@code open} returns only after {@code then}. */
    private static Transport delayed(Transport real, Callable<?> then) {
        return around(
                Transport.class,
                real,
                (method, result) -> result instanceof Inlet inlet
                        ? around(Inlet.class, inlet, (ofInlet, returned) -> {
                            if (ofInlet.equals("open")) {
                                then.call();
                            }
                            return returned;
                        })
                        : result);
    }

    private static <T> T around(Class<T> type, T real, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> after.call(method.getName(), method.invoke(real, arguments))));
    }

    /** What follows a call, and gives what it returns. */
    @FunctionalInterface
    private interface After {
        @Nullable
        Object call(String method, @Nullable Object result) throws Exception;
    }

    /** Returns what {@code use} threw other than that the client is closed. */
    private static List<Throwable> closeWhile(String name, Consumer<BusClient> use) throws InterruptedException {
        TestBus bus = new TestBus(1).set("publish.linger", "100ms");
        List<Throwable> wrong = new CopyOnWriteArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            BusClient client = BusClient.builder()
                    .settings(bus.settings())
                    .name(name + round)
                    .open();
            Thread user = new Thread(() -> {
                try {
                    use.accept(client);
                } catch (BusClosedException e) {
                    return;
                } catch (RuntimeException | Error e) {
                    wrong.add(e);
                }
            });
            user.start();
            // Spread over what opening takes, so that each of its steps is met.
            LockSupport.parkNanos(round * 100_000L);
            client.shutdown(Duration.ofMillis(50));
            user.join(20_000);
            assertThat(user.isAlive()).as("still in its call").isFalse();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(thread -> thread.startsWith(name)));
        return wrong;
    }
}
