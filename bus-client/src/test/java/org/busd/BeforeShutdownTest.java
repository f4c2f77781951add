package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@ParameterizedClass
@EnumSource(Wire.class)
class BeforeShutdownTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestBus bus;

    BeforeShutdownTest(Wire wire) {
        bus = new TestBus(wire);
    }

    @Test
    void lastMessagesAreHeardInTheOrderTheActionsWereAdded() throws Exception {
        try (BusClient listening = bus.open();
                Subscription subscription = listening.subscribe()) {
            BusClient client = bus.open();
            client.beforeShutdown(() -> client.publish("n", Map.of("n", 0)));
            client.beforeShutdown(() -> {
                throw new IllegalStateException("an action that fails, on purpose");
            });
            client.beforeShutdown(() -> client.publish("n", Map.of("n", 1)));
            client.close();

            for (int n = 0; n < 2; n++) {
                assertThat(subscription.poll(LONG).orElseThrow().body().get("n").asInt())
                        .isEqualTo(n);
            }
            assertThatThrownBy(() -> client.beforeShutdown(() -> {})).isInstanceOf(BusClosedException.class);
        }
    }

    @Test
    void oneThatThrowsWhatCannotBePrintedIsNotTheLast() {
        BusClient client = bus.open();
        List<Integer> ran = new ArrayList<>();
        client.beforeShutdown(() -> {
            throw new Unprintable();
        });
        client.beforeShutdown(() -> ran.add(1));
        client.close();

        assertThat(ran).containsExactly(1);
    }

    @Test
    void whatNeverEndsHoldsTheShutdownUpForTheLingerAtMost() {
        CountDownLatch never = new CountDownLatch(1);
        BusClient client = bus.set("publish.linger", "300ms").open();
        client.beforeShutdown(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        long start = System.nanoTime();
        client.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        never.countDown();
    }

    @Test
    void anActionMayShutDownToo() {
        BusClient client = bus.set("publish.linger", "20s").open();
        List<Long> returned = new ArrayList<>();
        client.beforeShutdown(() -> returned.add(client.shutdown(LONG)));
        long start = System.nanoTime();

        assertThat(client.shutdown(Duration.ofSeconds(60))).isZero();
        assertThat(returned).containsExactly(0L);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
