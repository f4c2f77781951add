package org.busd.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Actor actor = new Actor("actor-under-test", 3);

    @AfterEach
    void end() {
        actor.complete();
        assertThat(actor.awaitEnd(LONG)).isTrue();
    }

    @Test
    void runsTasksOneAfterTheOtherInTheirOrder() throws Exception {
        Actor wide = new Actor("wide", 100_000);
        int[] sum = {0};
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(new Thread(() -> {
                for (int n = 0; n < 10_000; n++) {
                    wide.execute(() -> sum[0]++);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            int number = n;
            wide.execute(() -> order.add(number));
        }

        assertThat(wide.ask(() -> sum[0]).get(20, TimeUnit.SECONDS)).isEqualTo(80_000);
        assertThat(order).hasSize(100).isSorted();
        wide.complete();
        assertThat(wide.awaitEnd(LONG)).isTrue();
    }

    @Test
    void runsAtOnceWhatItTellsItself() throws Exception {
        List<String> order = new ArrayList<>();
        actor.ask(() -> {
                    order.add("begin");
                    actor.execute(() -> order.add("inner"));
                    return order.add("end");
                })
                .get(20, TimeUnit.SECONDS);

        assertThat(order).containsExactly("begin", "inner", "end");
    }

    @Test
    void refusesWhatItHasNoRoomFor() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        actor.execute(() -> {
            started.countDown();
            awaitQuietly(go);
        });
        started.await();
        AtomicInteger ran = new AtomicInteger();
        for (int n = 0; n < 3; n++) {
            actor.execute(ran::incrementAndGet);
        }

        assertThat(actor.queued()).isEqualTo(3);
        assertThatThrownBy(() -> actor.execute(ran::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("full (3)");
        assertThat(actor.ask(ran::incrementAndGet)).isCompletedExceptionally();
        go.countDown();
        actor.complete();
        assertThat(actor.awaitEnd(LONG)).isTrue();
        assertThat(ran).hasValue(3);
    }

    @Test
    void goesOnAfterATaskThatThrows() throws Exception {
        actor.execute(() -> {
            throw new IllegalStateException("a task that fails, on purpose");
        });
        CompletableFuture<Integer> failing = actor.ask(() -> {
            throw new java.io.IOException("on purpose");
        });

        assertThat(actor.ask(() -> 7).get(20, TimeUnit.SECONDS)).isEqualTo(7);
        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void completesAfterWhatIsQueuedAndTakesNothingMore() {
        AtomicInteger ran = new AtomicInteger();
        actor.execute(ran::incrementAndGet);
        actor.execute(ran::incrementAndGet);
        actor.complete();

        assertThatThrownBy(() -> actor.execute(ran::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
        assertThat(actor.awaitEnd(LONG)).isTrue();
        assertThat(ran).hasValue(2);
    }

    @Test
    void heedsNoInterrupts() throws Exception {
        assertThat(actor.ask(() -> {
                            Thread.currentThread().interrupt();
                            return 1;
                        })
                        .get(20, TimeUnit.SECONDS))
                .isEqualTo(1);
        assertThat(actor.ask(() -> 2).get(20, TimeUnit.SECONDS)).isEqualTo(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
