package org.busd.internal.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Who listens in one process, to all that is published on the same network. Thread-safe. */
public final class MemoryNetwork {
    private final List<MemoryInlet> inlets = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    void join(MemoryInlet inlet) {
        inlets.add(inlet);
        signal();
    }

    void leave(MemoryInlet inlet) {
        inlets.remove(inlet);
    }

    /** Those that want {@code topic}, in the order in which they joined. */
    List<MemoryInlet> listeningTo(byte[] topic) {
        return inlets.stream().filter(inlet -> inlet.wants(topic) > 0).toList();
    }

    /** Has those look again that wait for somebody who listens. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean await(byte[] topic, int count, long deadlineNanos, BooleanSupplier over) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (subscriptionsTo(topic) < count) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0 || over.getAsBoolean()) {
                    return false;
                }
                // The returned rest is computed anew above.
                long ignored = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private int subscriptionsTo(byte[] topic) {
        return inlets.stream()
                .mapToInt(inlet -> topic.length == 0 ? inlet.subscriptions() : inlet.wants(topic))
                .sum();
    }
}
