package org.busd.actor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.busd.internal.Deadlines;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and one bounded mailbox: what the actor's tasks touch, they touch one after the other, and need no lock for.
 * What a task throws is logged, and the next one runs. The thread is a daemon, sleeps while there is nothing to do, and is
 * there from the first task to {@link #complete()}.
 *
 * <p>Thread-safe. It heeds no interrupts: it ends by {@link #complete()}.
 */
public final class Actor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

    private final String name;
    private final int capacity;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by {@link #lock}. */
    private final Queue<Runnable> mailbox = new ArrayDeque<>();
    /** Takes no more; guarded by {@link #lock}. */
    private boolean completing;
    /** Started with the first task; guarded by {@link #lock}. */
    private @Nullable Thread thread;

    /**
     * An actor that sleeps.
     *
     * @param name of its thread
     * @param capacity how many tasks may wait
     */
    public Actor(String name, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ": must be 1 or more");
        }
        this.name = name;
        this.capacity = capacity;
    }

    /**
     * Runs {@code task} on the actor's thread: at once when called there, else after what is queued. Never waits.
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
     * @return a future that fails with a {@link RejectedExecutionException} where {@code execute} throws one
     */
    public <T> CompletableFuture<T> ask(Callable<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            execute(() -> answer(task, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever it is, who asked hears of it.
    private static <T> void answer(Callable<T> task, CompletableFuture<T> answer) {
        try {
            answer.complete(task.call());
        } catch (Exception | Error e) {
            answer.completeExceptionally(e);
        }
    }

    private void put(Runnable task) {
        lock.lock();
        try {
            if (completing) {
                throw new RejectedExecutionException(name + " takes nothing more");
            }
            if (mailbox.size() >= capacity) {
                throw new RejectedExecutionException(name + ": the mailbox is full (" + capacity + ")");
            }
            mailbox.add(task);
            if (thread == null) {
                Thread starting = OwnThreads.create(name, this::work);
                starting.start();
                thread = starting;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
        }
    }

    /** The next task; null: there is none any more. */
    private @Nullable Runnable take() {
        lock.lock();
        try {
            while (true) {
                Runnable task = mailbox.poll();
                if (task != null || completing) {
                    return task;
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a task failed", name, e);
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

    /** Takes nothing more; the thread ends after what is queued. Idempotent; returns at once. */
    public void complete() {
        lock.lock();
        try {
            completing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the actor, which has been told to {@link #complete()}, has ended. Interrupts neither end the wait nor get
     * lost.
     *
     * @param wait how long at the most
     * @return whether it has ended; true where it never ran
     * @throws IllegalStateException on the actor's own thread
     */
    public boolean awaitEnd(Duration wait) {
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
        return running == null || Uninterruptibly.join(running, Deadlines.left(Deadlines.after(wait)));
    }
}
