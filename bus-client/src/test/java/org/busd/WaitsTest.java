package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How long callers wait, and what ends it. */
@ParameterizedClass
@EnumSource(Wire.class)
class WaitsTest {
    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private final TestBus bus;

    WaitsTest(Wire wire) {
        bus = new TestBus(wire);
    }

    @Test
    void anyWaitMayBeForEver() throws Exception {
        BusClient client = bus.open();
        try (Subscription subscription = client.subscribe()) {
            assertThat(client.awaitSubscribers(1, FOR_EVER)).isTrue();
            client.publish("n", Map.of());
            assertThat(client.flush(FOR_EVER)).isTrue();
            assertThat(subscription.poll(FOR_EVER)).isPresent();
            assertThat(client.shutdown(FOR_EVER)).isZero();
        } finally {
            client.close();
        }
    }

    @Test
    void theLongestNumberOfNanosecondsIsNotOverAtOnce() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            for (int n = 0; n < 1000; n++) {
                client.publish("n", Map.of());
            }
            assertThat(client.shutdown(Duration.ofNanos(Long.MAX_VALUE))).isZero();
            assertThat(subscription.isClosed()).isTrue();
        }
    }

    @Test
    void anInterruptEndsAWaitForAMessageOrASubscriberAndCostsNoMessage() throws Exception {
        try (BusClient client = bus.open();
                Subscription subscription = client.subscribe()) {
            assertThat(client.awaitSubscribers(1, FOR_EVER)).isTrue();
            for (Waiting<?> waiting : List.of(
                    Waiting.in(() -> subscription.poll(FOR_EVER)),
                    Waiting.in(() -> client.awaitSubscribers(2, FOR_EVER)))) {
                waiting.interrupt();
                assertThatThrownBy(waiting::result).hasCauseInstanceOf(InterruptedException.class);
            }
            client.publish("n", Map.of());
            assertThat(subscription.poll(FOR_EVER)).isPresent();
        }
    }

    @Test
    void closingEndsAWaitForSubscribers() throws Exception {
        BusClient client = bus.open();
        FutureTask<Boolean> waiting = new FutureTask<>(() -> client.awaitSubscribers(1, FOR_EVER));
        Thread waiter = new Thread(waiting);
        waiter.start();
        Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        client.close();

        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BusClosedException.class);
    }

    /** Whose thread takes a subscription in is open then; that it is told of is not. */
    @Test
    void subscribersThatComeWhileAThreadPublishesNowAndThenAreSeen() throws Exception {
        List<Subscription> subscriptions = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (BusClient client = bus.open()) {
            Thread publisher = new Thread(() -> {
                while (!enough.get()) {
                    client.publish("n", Map.of());
                    LockSupport.parkNanos(10_000);
                }
            });
            publisher.start();
            for (int n = 1; n <= 30; n++) {
                subscriptions.add(client.subscribe(message -> {}, "org.example.dev.test.other-" + n));
                assertThat(client.awaitSubscribers(n, Duration.ofSeconds(20)))
                        .as("subscriber %s", n)
                        .isTrue();
            }
            enough.set(true);
            publisher.join();
        } finally {
            enough.set(true);
        }
        assertThat(subscriptions).allMatch(Subscription::isClosed);
    }
}
