package org.busd.actor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.busd.internal.Deadlines;
import org.busd.internal.ForeignErrors;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and one bounded mailbox: what the actor's tasks touch, they touch one after the other, and need no lock for.
 * What a task throws is reported, and the next one runs. The thread is a daemon, sleeps while there is nothing to do, and is
 * there from the first task or alarm to {@link #complete()}.
 *
 * <p>A full mailbox refuses, with a {@link RejectedExecutionException}: at once, or after the
 * {@linkplain Builder#patience(Duration) patience} that was set, in which the caller waits for room.
 *
 * <p>Thread-safe. It heeds no interrupts: it ends by {@link #complete()} or {@link #stop(Duration)}.
 */
public final class Actor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

    private final String name;
    private final int capacity;
    private final Duration patience;
    private final boolean virtual;
    private final Consumer<Throwable> onFailure;
    private final LongSupplier nanos;
    private final Background background;
    private final AtomicLong failures = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();
    /** Guarded by {@link #lock}. */
    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    /** Guarded by {@link #lock}. */
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong((Alarm alarm) -> alarm.dueNanos()));
    /** One that sets itself again and again must not keep tasks from running; guarded by {@link #lock}. */
    private boolean alarmRanLast;
    /** Takes no more; guarded by {@link #lock}. */
    private boolean completing;
    /** Started with the first task; guarded by {@link #lock}. */
    private @Nullable Thread thread;

    /**
     * An actor that sleeps; a full mailbox refuses at once, failures are logged.
     *
     * @param name of its thread
     * @param capacity how many tasks may wait
     */
    public Actor(String name, int capacity) {
        this(builder(name).capacity(capacity));
    }

    private Actor(Builder builder) {
        name = builder.name;
        capacity = builder.capacity;
        patience = builder.patience;
        virtual = builder.virtual;
        onFailure = builder.onFailure.orElse(failure -> ForeignErrors.log(LOG, name + ": a task failed", failure));
        nanos = builder.nanos;
        background = new Background(name, capacity, virtual, this::run);
    }

    /**
     * Starts with: room for 1000 tasks, no patience, a platform thread, failures logged.
     *
     * @param name of its thread
     * @return a new builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects what an actor is made of. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private int capacity = 1000;
        private Duration patience = Duration.ZERO;
        private boolean virtual;
        private Optional<Consumer<Throwable>> onFailure = Optional.empty();
        private LongSupplier nanos = System::nanoTime;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sets how many tasks may wait, and as many alarms, and as much in the background.
         *
         * @param tasks 1 or more
         * @return this
         */
        public Builder capacity(int tasks) {
            if (tasks < 1) {
                throw new IllegalArgumentException("capacity " + tasks + ": must be 1 or more");
            }
            capacity = tasks;
            return this;
        }

        /**
         * Sets how long who finds the mailbox full waits for room before it is refused.
         *
         * @param wait zero: not at all
         * @return this
         */
        public Builder patience(Duration wait) {
            patience = wait;
            return this;
        }

        /**
         * Has the actor run on a virtual thread, where the JDK has them (21 and later); on a platform thread elsewhere.
         *
         * @return this
         */
        public Builder virtual() {
            virtual = true;
            return this;
        }

        /**
         * Sets who hears of what tasks throw, instead of the log.
         *
         * @param handler called on the thread that failed; may itself throw
         * @return this
         */
        public Builder onFailure(Consumer<Throwable> handler) {
            onFailure = Optional.of(handler);
            return this;
        }

        /**
         * Sets the clock for alarms, for tests. The actor looks at it when it has something to do, or would have something by
         * {@link System#nanoTime()}.
         *
         * @param clock nanoseconds from anywhere
         * @return this
         */
        public Builder clock(LongSupplier clock) {
            nanos = clock;
            return this;
        }

        /**
         * The actor.
         *
         * @return one that sleeps
         */
        public Actor build() {
            return new Actor(this);
        }
    }

    /**
     * Runs {@code task} on the actor's thread: at once when called there, else after what is queued. Waits for room at most
     * for the actor's patience.
     *
     * @throws RejectedExecutionException if the mailbox is full, or the actor takes nothing more
     */
    @Override
    public void execute(Runnable task) {
        if (isCurrent()) {
            run(task);
        } else {
            put(task);
        }
    }

    /**
     * As {@link #execute}, for a task with a result.
     *
     * @param <T> of the result
     * @param task its result, or what it throws, completes the future, on the actor's thread
     * @return a future that fails with a {@link RejectedExecutionException} where {@code execute} throws one, and where
     *     {@link #stop} comes before the task
     */
    public <T> CompletableFuture<T> ask(Callable<T> task) {
        Question<T> question = new Question<>(task);
        try {
            execute(question);
        } catch (RejectedExecutionException e) {
            question.refuse(e);
        }
        return question.answer;
    }

    private static final class Question<T> implements Runnable {
        private final Callable<T> task;
        private final CompletableFuture<T> answer = new CompletableFuture<>();

        Question(Callable<T> task) {
            this.task = task;
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // Whatever it is, who asked hears of it.
        public void run() {
            try {
                answer.complete(task.call());
            } catch (Exception | Error e) {
                answer.completeExceptionally(e);
            }
        }

        void refuse(RejectedExecutionException why) {
            answer.completeExceptionally(why);
        }
    }

    /**
     * Runs several steps one after the other, and nothing else of the actor's between them: methods that themselves
     * {@link #execute} or {@link #ask} run then and there when a step calls them.
     *
     * @param steps if one throws, those behind it are left out
     * @return a future that completes after the last, or fails with what was thrown, or as that of {@link #ask}
     */
    public CompletableFuture<@Nullable Void> atomically(Runnable... steps) {
        Runnable[] all = steps.clone();
        return ask(() -> {
            for (Runnable step : all) {
                step.run();
            }
            return null;
        });
    }

    /**
     * Has {@code task} run on the actor's thread later; no thread is held up meanwhile. Alarms that are due run between
     * tasks, not before those that others wait for.
     *
     * @param delay zero or less: at the next occasion
     * @param task what it throws is reported
     * @return to be cancelled, or not
     * @throws RejectedExecutionException if as many alarms as the mailbox has room for are set, or the actor takes nothing
     *     more
     */
    public Alarm alarm(Duration delay, Runnable task) {
        lock.lock();
        try {
            checkTaking();
            if (alarms.size() >= capacity) {
                throw new RejectedExecutionException(name + ": too many alarms (" + capacity + ")");
            }
            long limited = Math.min(TimeUnit.DAYS.toNanos(36_500), TimeUnit.NANOSECONDS.convert(delay));
            Alarm alarm = new Alarm(this, task, nanos.getAsLong() + Math.max(0, limited));
            wake();
            alarms.add(alarm);
            return alarm;
        } finally {
            lock.unlock();
        }
    }

    boolean cancel(Alarm alarm) {
        lock.lock();
        try {
            return alarms.remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has {@code task} run beside the actor, on one of a few other threads, and forgets it: for what takes long. What it
     * throws is reported. It must not touch what is the actor's; it may {@link #execute}.
     *
     * @param task any
     * @throws RejectedExecutionException if too much is to be done so, or the actor takes nothing more
     */
    public void background(Runnable task) {
        background.execute(task);
    }

    private void put(Runnable task) {
        long deadline = patience.isZero() ? 0 : Deadlines.after(patience);
        lock.lock();
        try {
            checkTaking();
            boolean timeLeft = !patience.isZero();
            while (mailbox.size() >= capacity) {
                if (!timeLeft) {
                    throw new RejectedExecutionException(name + ": the mailbox is full (" + capacity + ")");
                }
                timeLeft = Uninterruptibly.await(room, deadline);
                checkTaking();
            }
            wake();
            mailbox.add(task);
        } finally {
            lock.unlock();
        }
    }

    private void checkTaking() {
        if (completing) {
            throw new RejectedExecutionException(name + " takes nothing more");
        }
    }

    /** Holding the lock, which the thread needs first; before the task is there, for there may be no thread to be had. */
    private void wake() {
        if (thread == null) {
            thread = OwnThreads.start(name, virtual, this::work);
        }
        changed.signalAll();
    }

    private boolean isCurrent() {
        lock.lock();
        try {
            return thread == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        Runnable task;
        while ((task = take()) != null) {
            run(task);
            // What it left behind is not for the next one.
            boolean ignored = Thread.interrupted();
        }
    }

    /** The next task; null: there is none any more. */
    private @Nullable Runnable take() {
        lock.lock();
        try {
            while (true) {
                Alarm next = alarms.peek();
                long sleep = next == null ? Long.MAX_VALUE : next.dueNanos() - nanos.getAsLong();
                if (next != null && sleep <= 0 && !completing && (mailbox.isEmpty() || !alarmRanLast)) {
                    alarms.remove();
                    alarmRanLast = true;
                    return next.task();
                }
                alarmRanLast = false;
                Runnable task = mailbox.poll();
                if (task != null || completing) {
                    room.signal();
                    return task;
                }
                try {
                    long ignored = changed.awaitNanos(sleep);
                } catch (InterruptedException e) {
                    LOG.debug("{} heeds no interrupts", name);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // Not only what javac knows of: other languages throw checked exceptions from anywhere.
            failures.incrementAndGet();
            report(e);
        }
    }

    private void report(Throwable failure) {
        try {
            onFailure.accept(failure);
        } catch (Throwable e) {
            ForeignErrors.log(LOG, name + ": who hears of failures failed", e);
        }
    }

    /**
     * How many tasks wait.
     *
     * @return at this moment
     */
    public int queued() {
        lock.lock();
        try {
            return mailbox.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many tasks failed, alarms and what ran in the background included; those asked for tell who asked.
     *
     * @return so far
     */
    public long failures() {
        return failures.get();
    }

    /**
     * Takes nothing more; the thread ends after what is queued. Alarms that are not due yet are dropped. Idempotent; returns
     * at once.
     */
    public void complete() {
        background.complete();
        lock.lock();
        try {
            completing = true;
            alarms.clear();
            changed.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the actor, which has been told to {@link #complete()}, has ended, and what it has done in the background.
     * Interrupts neither end the wait nor get lost.
     *
     * @param wait how long at the most
     * @return whether it has ended; true where it never ran
     * @throws IllegalStateException on the actor's own thread
     */
    public boolean awaitEnd(Duration wait) {
        long deadline = Deadlines.after(wait);
        Thread running;
        lock.lock();
        try {
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running == Thread.currentThread()) {
            throw new IllegalStateException(name + " cannot wait for its own end");
        }
        return (running == null || Uninterruptibly.join(running, Deadlines.left(deadline)))
                && background.awaitIdle(deadline);
    }

    /**
     * Takes nothing more, and waits until what is queued has been done. What has not begun by then never will, and is counted
     * in the log; what does not return is named there, with its stack.
     *
     * @param wait how long at the most
     * @return whether all has been done
     * @throws IllegalStateException on the actor's own thread
     */
    public boolean stop(Duration wait) {
        complete();
        if (awaitEnd(wait)) {
            return true;
        }
        int left = discard();
        LOG.warn("{} did not end within {} ms: {} tasks were not begun", name, wait.toMillis(), left);
        tellStuck();
        return false;
    }

    private int discard() {
        Queue<Runnable> left;
        lock.lock();
        try {
            left = new ArrayDeque<>(mailbox);
            mailbox.clear();
        } finally {
            lock.unlock();
        }
        for (Runnable task : left) {
            if (task instanceof Question<?> question) {
                question.refuse(new RejectedExecutionException(name + " was stopped before"));
            }
        }
        return left.size() + background.discard();
    }

    private void tellStuck() {
        Thread running;
        lock.lock();
        try {
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null && running.isAlive()) {
            Throwable stack = new Throwable("what " + name + " is at");
            stack.setStackTrace(running.getStackTrace());
            LOG.warn("{} does not return", name, stack);
        }
    }
}
