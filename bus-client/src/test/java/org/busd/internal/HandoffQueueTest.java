package org.busd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HandoffQueueTest {
    private static final int CAPACITY = 8;

    private final HandoffQueue<Integer> queue = new HandoffQueue<>(CAPACITY);

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private CompletableFuture<Boolean> putAll(int count) {
        return CompletableFuture.supplyAsync(() -> queue.putAll(numbers(count)));
    }

    private List<Integer> take(int count) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(queue.takeUninterruptibly());
        }
        return taken;
    }

    @Test
    void moreThanThereIsRoomForComesInOrder() throws Exception {
        CompletableFuture<Boolean> put = putAll(1000);

        assertThat(take(1000)).isEqualTo(numbers(1000));
        assertThat(put.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoFindsItFullGoesOnWhenHalfOfItIsEmpty() throws Exception {
        CompletableFuture<Boolean> put = putAll(CAPACITY + 1);
        Awaitility.await().until(() -> queue.size() == CAPACITY);

        take(CAPACITY / 2 - 1);
        assertThat(put).isNotDone();
        assertThat(queue.size()).isEqualTo(CAPACITY / 2 + 1);
        take(1);

        assertThat(put.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(take(CAPACITY / 2 + 1)).isEqualTo(List.of(4, 5, 6, 7, 8));
    }

    @Test
    void whoWaitsForHalfOfItIsToldThatItIsClosed() throws Exception {
        CompletableFuture<Boolean> put = putAll(CAPACITY + 1);
        Awaitility.await().until(() -> queue.size() == CAPACITY);

        queue.close();

        assertThat(put.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(take(CAPACITY)).isEqualTo(numbers(CAPACITY));
        assertThat(queue.takeUninterruptibly()).isNull();
    }

    @Test
    void allWhoWaitAreWokenByOnePut() throws Exception {
        List<CompletableFuture<Integer>> takers = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        queue::takeUninterruptibly, task -> new Thread(task, "taker").start()))
                .toList();

        queue.putAll(numbers(3));

        for (CompletableFuture<Integer> taker : takers) {
            assertThat(taker.get(10, TimeUnit.SECONDS)).isBetween(0, 2);
        }
        assertThat(queue.take(System.nanoTime() + Duration.ofMillis(1).toNanos()))
                .isNull();
    }
}
