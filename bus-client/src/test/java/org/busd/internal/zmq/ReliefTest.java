package org.busd.internal.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who receives, and who goes on while serving lasts. */
class ReliefTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** Told apart by what it is, not by what it does. */
    private static final Runnable END = new FutureTask<>(ReliefTest::nothing, "never run");

    private final Worked work = new Worked();
    private final Relief relief = Relief.ofTwo("relief-test", work);

    /** Receives tasks, and runs them to serve. */
    private static class Worked implements Relief.Work {
        final BlockingQueue<Runnable> arriving = new LinkedBlockingQueue<>();
        final Queue<Runnable> received = new ConcurrentLinkedQueue<>();
        final AtomicInteger receiving = new AtomicInteger();
        final AtomicInteger together = new AtomicInteger();
        final Queue<Thread> servers = new ConcurrentLinkedQueue<>();
        final AtomicInteger ends = new AtomicInteger();
        volatile @Nullable Throwable failure;
        volatile @Nullable Thread receiver;
        volatile boolean interrupted;

        @Override
        public void begin() {}

        @Override
        public boolean receive() {
            receiver = Thread.currentThread();
            interrupted |= Thread.currentThread().isInterrupted();
            together.accumulateAndGet(receiving.incrementAndGet(), Math::max);
            try {
                Runnable task = arriving.take();
                taken(task);
                received.add(task);
                return task != END;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                receiving.decrementAndGet();
            }
        }

        void taken(Runnable task) {
            assertThat(task).isNotNull();
        }

        @Override
        public void end(@Nullable Throwable why) {
            failure = why;
            ends.incrementAndGet();
        }

        @Override
        public void serve() {
            for (Runnable task = received.poll(); task != null; task = received.poll()) {
                servers.add(Thread.currentThread());
                task.run();
            }
        }

        @Override
        public void wake() {
            arriving.add(ReliefTest::nothing);
        }
    }

    private static void nothing() {
        // Something to receive and to serve.
    }

    @AfterEach
    void end() {
        work.arriving.add(END);
        relief.awaitEnd(LONG);
        assertThat(work.ends).hasValue(1);
        assertThat(work.together).hasValue(1);
        assertThat(Set.copyOf(work.servers)).as("who served").hasSizeLessThanOrEqualTo(1);
        Awaitility.await().until(() -> threads() == 0);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("relief-test"))
                .count();
    }

    private Thread receiver() {
        Thread thread = work.receiver;
        assertThat(thread).isNotNull();
        return thread;
    }

    private Thread serve(Runnable task) throws InterruptedException {
        BlockingQueue<Thread> served = new LinkedBlockingQueue<>();
        work.arriving.add(() -> {
            served.add(Thread.currentThread());
            task.run();
        });
        Thread thread = served.poll(20, TimeUnit.SECONDS);
        assertThat(thread).isNotNull();
        return thread;
    }

    @Test
    void whatIsServedAtOnceIsReceivedByWhoServes() throws Exception {
        relief.start();
        int rounds = 100;
        AtomicInteger sames = new AtomicInteger();
        for (int n = 0; n < rounds; n++) {
            Thread ignored = serve(() -> {
                if (receiver().equals(Thread.currentThread())) {
                    sames.incrementAndGet();
                }
            });
        }
        // Not all: on a busy host a thread may stand still for long enough to be relieved.
        assertThat(sames.get()).isGreaterThan(rounds / 2);
    }

    @Test
    void whileServingLastsAnotherReceivesUntilAllIsServed() throws Exception {
        relief.start();
        CountDownLatch free = new CountDownLatch(1);
        Thread serves = serve(() -> await(free));
        CountDownLatch served = new CountDownLatch(10);
        for (int n = 0; n < 10; n++) {
            work.arriving.add(served::countDown);
        }

        Awaitility.await().until(() -> work.received.size() == 10);
        assertThat(receiver()).isNotEqualTo(serves);
        assertThat(served.getCount()).isEqualTo(10);

        free.countDown();
        assertThat(served.await(20, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> {
            Thread ignored = serve(ReliefTest::nothing);
            return receiver().equals(serves);
        });
    }

    /** A wake-up only ends a wait; whoever is just coming back with something does not hear it. */
    @Test
    void whatIsReceivedWhileTheTurnIsWantedBackIsServedThoughNothingElseComes() throws Exception {
        CountDownLatch wanted = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch served = new CountDownLatch(1);
        FutureTask<String> late = new FutureTask<>(served::countDown, "served");
        Worked deaf = new Worked() {
            @Override
            void taken(Runnable task) {
                if (task == late) {
                    taken.countDown();
                    await(wanted);
                }
            }

            @Override
            public void wake() {
                wanted.countDown();
            }
        };
        Relief other = Relief.ofTwo("relief-test-deaf", deaf);
        other.start();
        deaf.arriving.add(() -> await(taken));
        deaf.arriving.add(late);
        assertThat(served.await(20, TimeUnit.SECONDS)).isTrue();
        deaf.arriving.add(END);
        other.awaitEnd(LONG);
        relief.start();
    }

    /** As one that interrupts all threads does. */
    @Test
    void whoStandsBySleepsAfterAnInterrupt() throws Exception {
        relief.start();
        Thread serves = serve(ReliefTest::nothing);
        Thread standsBy = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("relief-test") && !thread.equals(serves))
                .findFirst()
                .orElseThrow();
        standsBy.interrupt();
        Awaitility.await().until(() -> !standsBy.isInterrupted() && standsBy.getState() == Thread.State.WAITING);
    }

    @Test
    void thereIsAnEndAlsoWhileServingLasts() throws Exception {
        relief.start();
        CountDownLatch free = new CountDownLatch(1);
        Thread ignored = serve(() -> await(free));
        work.arriving.add(END);
        relief.awaitEnd(LONG);
        assertThat(work.ends).hasValue(1);
        free.countDown();
    }

    @Test
    void whoServesDoesNotWaitForItsOwnEnd() throws Exception {
        relief.start();
        CountDownLatch returned = new CountDownLatch(1);
        Thread ignored = serve(() -> {
            relief.awaitEnd(Duration.ofDays(1));
            returned.countDown();
        });
        assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsWithWhatItWasFor() throws Exception {
        relief.start();
        for (int n = 0; n < 10; n++) {
            Thread ignored = serve(() -> Thread.currentThread().interrupt());
        }
        assertThat(work.interrupted).isFalse();
    }

    @Test
    void whoHasNothingToDoSleeps() throws Exception {
        relief.start();
        Thread receives = serve(ReliefTest::nothing);
        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("relief-test") && !thread.equals(receives))
                        .allMatch(thread -> thread.getState() == Thread.State.WAITING));
    }

    @Test
    void manyOfAnyLengthAreAllServed() throws Exception {
        relief.start();
        int count = 2_000;
        CountDownLatch served = new CountDownLatch(count);
        for (int n = 0; n < count; n++) {
            int millis = n % 100 == 0 ? 30 : 0;
            work.arriving.add(() -> {
                if (millis > 0) {
                    await(millis);
                }
                served.countDown();
            });
        }
        assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** Time is what this is about. */
    private static void await(int millis) {
        try {
            boolean ignored = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBeginningThatFailsIsTheEnd() {
        IllegalStateException onPurpose = new IllegalStateException("on purpose");
        Worked failing = new Worked() {
            @Override
            public void begin() {
                throw onPurpose;
            }
        };
        Relief other = Relief.ofTwo("relief-test-failing", failing);
        other.start();
        other.awaitEnd(LONG);
        assertThat(failing.failure).isEqualTo(onPurpose);
        assertThat(failing.ends).hasValue(1);
        relief.start();
    }
}
