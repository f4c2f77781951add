package org.busd;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A thread that waits in a call, for certain, unless that has returned. */
public final class Waiting<T> {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FutureTask<T> task;
    private final Thread thread;

    private Waiting(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "waiting");
        thread.setDaemon(true);
    }

    /** Returns once the thread waits in {@code call}, or is back. */
    public static <T> Waiting<T> in(Callable<T> call) {
        Waiting<T> waiting = new Waiting<>(call);
        waiting.thread.start();
        await().atMost(LONG)
                .until(() -> waiting.thread.getState() == Thread.State.WAITING
                        || waiting.thread.getState() == Thread.State.TIMED_WAITING
                        || waiting.thread.getState() == Thread.State.TERMINATED);
        return waiting;
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** What the call returns. */
    public T result() throws Exception {
        return task.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
}
