package org.busd.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long FAR = Long.MAX_VALUE / 2;

    private static long far() {
        return System.nanoTime() + FAR;
    }

    @Test
    void countsMessagesAndBytesWhicheverIsFirst() {
        Budget budget = new Budget(3, 100);
        assertThat(budget.tryTake(40)).isTrue();
        assertThat(budget.tryTake(61)).isFalse();
        assertThat(budget.tryTake(60)).isTrue();
        assertThat(budget.tryTake(0)).isTrue();
        assertThat(budget.tryTake(0)).isFalse();
        assertThat(budget.messages()).isEqualTo(3);
        assertThat(budget.bytes()).isEqualTo(100);
        budget.give(3, 100);
        assertThat(budget.isEmpty()).isTrue();
    }

    @Test
    void aMessageLargerThanTheWholeBudgetIsLetInAlone() {
        Budget budget = new Budget(10, 100);
        assertThat(budget.tryTake(1000)).isTrue();
        assertThat(budget.tryTake(1)).isFalse();
        budget.give(1, 1000);
        assertThat(budget.tryTake(1)).isTrue();
        assertThat(budget.tryTake(1000)).isFalse();
    }

    @Test
    void anInterruptNeitherEndsAWaitNorGetsLost() throws Exception {
        Budget budget = new Budget(1, 100);
        assertThat(budget.tryTake(1)).isTrue();
        CountDownLatch interruptedAfterwards = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            if (budget.awaitUntil(() -> budget.tryTake(1), far())
                    && Thread.currentThread().isInterrupted()) {
                interruptedAfterwards.countDown();
            }
        });
        waiting.start();
        waiting.interrupt();
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        budget.give(1, 1);
        waiting.join(20_000);
        assertThat(interruptedAfterwards.getCount()).isZero();
    }

    @Test
    void neverExceedsItsBoundsAndNobodyWaitsForEver() throws Exception {
        int repeat = Integer.getInteger("busd.test.repeat", 20);
        for (int round = 0; round < repeat; round++) {
            Budget budget = new Budget(5, 50);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicLong passed = new AtomicLong();
            Thread[] threads = new Thread[8];
            for (int t = 0; t < threads.length; t++) {
                threads[t] = new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        boolean taken = budget.tryTake(10) || budget.awaitUntil(() -> budget.tryTake(10), far());
                        if (taken) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            passed.incrementAndGet();
                            inside.decrementAndGet();
                            budget.give(1, 10);
                        }
                    }
                });
                threads[t].start();
            }
            for (Thread thread : threads) {
                thread.join(60_000);
                assertThat(thread.isAlive())
                        .as("a thread still waits in round %s", round)
                        .isFalse();
            }
            assertThat(passed.get()).isEqualTo(8 * 500);
            assertThat(most.get()).isLessThanOrEqualTo(5);
            assertThat(budget.isEmpty()).isTrue();
        }
    }
}
