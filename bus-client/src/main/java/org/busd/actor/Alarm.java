package org.busd.actor;

/** What an {@link Actor} is to do later. Thread-safe. */
public final class Alarm {
    private final Actor actor;
    private final Runnable task;
    private final long dueNanos;

    Alarm(Actor actor, Runnable task, long dueNanos) {
        this.actor = actor;
        this.task = task;
        this.dueNanos = dueNanos;
    }

    /**
     * Has it not done.
     *
     * @return whether that was in time; false: it has been done, is being done, was cancelled before, or the actor has ended
     */
    public boolean cancel() {
        return actor.cancel(this);
    }

    Runnable task() {
        return task;
    }

    long dueNanos() {
        return dueNanos;
    }
}
