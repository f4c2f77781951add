package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits, and what is asked, while the client ends and afterwards. */
@Timeout(120)
@ParameterizedClass
@EnumSource(Wire.class)
class ShutdownTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestBus bus;

    ShutdownTest(Wire wire) {
        bus = new TestBus(wire);
    }

    @Test
    void whoWaitsForSubscribersIsToldThatItIsTheEnd() throws Exception {
        BusClient client = bus.open();
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.complete(client.awaitSubscribers(1, Duration.ofMinutes(5)));
            } catch (BusClosedException | InterruptedException e) {
                waiting.completeExceptionally(e);
            }
        });
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        client.close();

        assertThat(waiting).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(BusClosedException.class);
    }

    @Test
    void afterwardsNobodyWaitsForSubscribersEvenWhereNothingIsSent() {
        BusClient client = bus.set("publish.via", "none").open();
        client.close();

        assertThatThrownBy(() -> client.awaitSubscribers(0, LONG)).isInstanceOf(BusClosedException.class);
    }

    @Test
    void whoIteratesOrPollsHearsNothingMore() throws Exception {
        BusClient client = bus.open();
        Subscription iterated = client.subscribe();
        Subscription polled = client.subscribe();
        Waiting<Boolean> next = Waiting.in(() -> iterated.iterator().hasNext());
        client.close();

        assertThat(next.result()).isFalse();
        assertThat(polled.poll(LONG)).isEmpty();
    }

    @Test
    void nobodyWaitsForWhatWillNeverBeSent() throws Exception {
        BusClient client = bus.set("publish.settle", "20s").open();
        client.publish("n", Map.of());
        Waiting<Boolean> flushed = Waiting.in(() -> client.flush(Duration.ofMinutes(5)));

        long left = client.shutdown(Duration.ZERO);
        assertThat(left).isBetween(0L, 1L);
        assertThat(flushed.result()).isEqualTo(left == 0);
    }

    @Test
    void anythingThatAHandlerOrALastActionThrowsCostsNobodyElse() throws Exception {
        BusClient client = bus.open();
        CountDownLatch heard = new CountDownLatch(2);
        client.subscribe(message -> {
            heard.countDown();
            throwAny(new IOException("on purpose"));
        });
        assertThat(client.awaitSubscribers(1, LONG)).isTrue();
        client.publish("n", Map.of());
        client.publish("n", Map.of());
        assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();

        CountDownLatch run = new CountDownLatch(1);
        client.beforeShutdown(() -> throwAny(new IOException("on purpose")));
        client.beforeShutdown(run::countDown);
        client.close();
        assertThat(run.getCount()).isZero();
    }

    /** As other languages do with a checked exception. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable any) throws T {
        throw (T) any;
    }
}
