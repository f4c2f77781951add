package org.busd.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Unprintable;
import org.busd.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Actor actor = new Actor("actor-under-test", 3);

    @AfterEach
    void end() {
        actor.complete();
        assertThat(actor.awaitEnd(LONG)).isTrue();
    }

    @Test
    void goesOnAfterWhatCannotBePrinted() throws Exception {
        actor.execute(() -> {
            throw new Unprintable();
        });

        assertThat(actor.ask(() -> 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(actor.failures()).isEqualTo(1);
    }

    @Test
    void nobodyWaitsForItsOwnEnd() throws Exception {
        assertThat(actor.ask(() -> {
                            assertThatThrownBy(() -> actor.awaitEnd(LONG)).isInstanceOf(IllegalStateException.class);
                            return true;
                        })
                        .get(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void anInterruptNeitherEndsAWaitForItsEndNorGetsLost() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        actor.execute(() -> {
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        actor.complete();
        Waiting<Boolean> waiting =
                Waiting.in(() -> actor.awaitEnd(LONG) && Thread.currentThread().isInterrupted());
        waiting.interrupt();
        free.countDown();
        assertThat(waiting.result()).isTrue();
    }

    @Test
    void whoHearsOfFailuresMayThrow() throws Exception {
        Actor told = Actor.builder("told")
                .onFailure(failure -> {
                    throw new Unprintable();
                })
                .build();
        told.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(told.ask(() -> 1).get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(told.failures()).isEqualTo(1);
        assertThat(told.stop(LONG)).isTrue();
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

    /** Something that an actor guards, with methods of its own. */
    private static final class Account {
        private final Actor actor;
        private final List<String> steps = new ArrayList<>();

        Account(Actor actor) {
            this.actor = actor;
        }

        void step(String name) {
            actor.execute(() -> steps.add(name));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void severalStepsAreOneAlsoWhereTheyCallTheActorsOwnMethods(boolean virtual) throws Exception {
        Actor.Builder builder = Actor.builder("atomic").capacity(100_000);
        Actor atomic = (virtual ? builder.virtual() : builder).build();
        Account account = new Account(atomic);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String name = "t" + t;
            threads.add(new Thread(() -> {
                for (int n = 0; n < 1000; n++) {
                    CompletableFuture<?> ignored =
                            atomic.atomically(() -> account.step(name + " takes"), () -> account.step(name + " gives"));
                    account.step("between");
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(atomic.stop(LONG)).isTrue();

        List<String> steps = account.steps;
        assertThat(steps).hasSize(12_000);
        for (int n = 0; n < steps.size(); n++) {
            if (steps.get(n).endsWith("takes")) {
                assertThat(steps.get(n + 1)).isEqualTo(steps.get(n).replace("takes", "gives"));
            }
        }
    }

    @Test
    void aStepThatThrowsEndsThoseBehindItAndNothingElse() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<?> failing = actor.atomically(
                ran::incrementAndGet,
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                ran::incrementAndGet);

        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("on purpose");
        assertThat(actor.ask(ran::get).get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void alarmsRingInTheirOrderWhenTheyAreDueUnlessCancelled() throws Exception {
        AtomicLong now = new AtomicLong();
        Actor waking = Actor.builder("waking").capacity(3).clock(now::get).build();
        List<String> rung = new ArrayList<>();
        Alarm second = waking.alarm(Duration.ofHours(2), () -> rung.add("second"));
        Alarm cancelled = waking.alarm(Duration.ofHours(1), () -> rung.add("cancelled"));
        Alarm first = waking.alarm(Duration.ofHours(1), () -> rung.add("first"));
        assertThatThrownBy(() -> waking.alarm(Duration.ZERO, () -> rung.add("too many")))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(cancelled.cancel()).isTrue();
        assertThat(cancelled.cancel()).isFalse();

        now.set(Duration.ofMinutes(59).toNanos());
        assertThat(waking.ask(() -> List.copyOf(rung)).get(20, TimeUnit.SECONDS))
                .isEmpty();
        now.set(Duration.ofHours(3).toNanos());
        waking.ask(() -> 0).get(20, TimeUnit.SECONDS);
        waking.ask(() -> 0).get(20, TimeUnit.SECONDS);
        assertThat(waking.ask(() -> List.copyOf(rung)).get(20, TimeUnit.SECONDS))
                .containsExactly("first", "second");
        assertThat(first.cancel()).isFalse();
        assertThat(second.cancel()).isFalse();

        Alarm dropped = waking.alarm(Duration.ofDays(1), () -> rung.add("dropped"));
        assertThat(waking.stop(LONG)).isTrue();
        assertThat(dropped.cancel()).isFalse();
    }

    @Test
    void anAlarmWakesAnActorThatSleeps() throws Exception {
        CompletableFuture<String> rung = new CompletableFuture<>();
        Alarm far = actor.alarm(Duration.ofDays(400_000), () -> rung.complete("far"));
        Alarm ignored = actor.alarm(Duration.ofMillis(20), () -> rung.complete("near"));

        assertThat(rung.get(20, TimeUnit.SECONDS)).isEqualTo("near");
        assertThat(far.cancel()).isTrue();
    }

    @Test
    void anAlarmThatSetsItselfAgainAndAgainLetsTasksRun() throws Exception {
        AtomicBoolean go = new AtomicBoolean(true);
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            if (go.get()) {
                Alarm ignored = actor.alarm(Duration.ZERO, again[0]);
            }
        };
        Alarm ignored = actor.alarm(Duration.ZERO, again[0]);

        assertThat(actor.ask(() -> 7).get(20, TimeUnit.SECONDS)).isEqualTo(7);
        go.set(false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsDoneInTheBackgroundHoldsTheActorUpInNothingButItsEnd(boolean virtual) throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Actor.Builder builder = Actor.builder("busy").capacity(2).onFailure(failures::add);
        Actor busy = (virtual ? builder.virtual() : builder).build();
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        for (int n = 0; n < Background.THREADS + 2; n++) {
            busy.background(() -> {
                awaitQuietly(go);
                done.incrementAndGet();
                throw new IllegalStateException("on purpose");
            });
        }
        assertThatThrownBy(() -> busy.background(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(busy.ask(() -> 7).get(20, TimeUnit.SECONDS)).isEqualTo(7);
        busy.complete();
        assertThat(busy.awaitEnd(Duration.ofMillis(50))).isFalse();

        go.countDown();

        assertThat(busy.stop(LONG)).isTrue();
        assertThat(done).hasValue(Background.THREADS + 2);
        assertThat(failures).hasSize(Background.THREADS + 2);
        assertThat(busy.failures()).isEqualTo(Background.THREADS + 2);
        assertThatThrownBy(() -> busy.background(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoHasPatienceWaitsForRoomAndIsRefusedAfterIt() throws Exception {
        Actor full = Actor.builder("full")
                .capacity(1)
                .patience(Duration.ofMillis(50))
                .build();
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        full.execute(() -> {
            started.countDown();
            awaitQuietly(go);
        });
        started.await();
        full.execute(() -> {});
        assertThatThrownBy(() -> full.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("full (1)");

        Actor patient = Actor.builder("patient").capacity(1).patience(LONG).build();
        AtomicInteger ran = new AtomicInteger();
        for (int n = 0; n < 1000; n++) {
            patient.execute(ran::incrementAndGet);
        }
        assertThat(patient.stop(LONG)).isTrue();
        assertThat(ran).hasValue(1000);
        go.countDown();
        assertThat(full.stop(LONG)).isTrue();
    }

    @Test
    void theStopGivesUpWhatDoesNotReturnAndTellsWhoAsked() throws Exception {
        Actor hanging = new Actor("hanging", 10);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        hanging.execute(() -> {
            started.countDown();
            awaitQuietly(go);
        });
        started.await();
        AtomicInteger ran = new AtomicInteger();
        hanging.execute(ran::incrementAndGet);
        CompletableFuture<Integer> asked = hanging.ask(ran::incrementAndGet);

        assertThat(hanging.stop(Duration.ofMillis(50))).isFalse();

        assertThat(asked).isCompletedExceptionally();
        go.countDown();
        assertThat(hanging.awaitEnd(LONG)).isTrue();
        assertThat(ran).hasValue(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
