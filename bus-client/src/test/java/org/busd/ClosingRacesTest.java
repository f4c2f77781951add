package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is opened while the client is being closed. */
class ClosingRacesTest {
    private static final int ROUNDS = 60;

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
