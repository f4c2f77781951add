package org.busd.internal.hub;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded mailbox for several workers, made of lanes: what is in the same lane is given out one after the other, in its
 * order, and never two at a time; what is in different lanes is independent. So one lane for all is the order of one
 * worker, a lane a topic the order of topics, a lane a letter no order at all. A lane whose first letter is to be tried
 * again sleeps, and no worker with it.
 *
 * <p>Thread-safe.
 *
 * @param <T> what is in it
 */
public final class Mailbox<T> {
    private final int capacity;
    private final long maxBytes;
    private final LongSupplier nanos;

    private final ReentrantLock lock = new ReentrantLock();
    /** There is something to take, or to sleep for, or nothing will come any more. */
    private final Condition changed = lock.newCondition();

    private final Condition room = lock.newCondition();

    // All below is guarded by lock.
    private final Map<Object, Lane<T>> named = new HashMap<>();
    private final Queue<Lane<T>> ready = new ArrayDeque<>();
    private final PriorityQueue<Lane<T>> asleep = new PriorityQueue<>(Comparator.comparingLong(lane -> lane.wake));
    /** Those worked on included. */
    private int letters;

    private long bytes;
    private int working;
    private boolean completing;
    private boolean discarded;

    /**
     * An empty mailbox.
     *
     * @param capacity how many letters may be in it, those worked on included
     * @param maxBytes it is full, too, when these have so many bytes
     * @param nanos the clock, {@link System#nanoTime()} but for tests
     */
    public Mailbox(int capacity, long maxBytes, LongSupplier nanos) {
        this.capacity = capacity;
        this.maxBytes = maxBytes;
        this.nanos = nanos;
    }

    private static final class Lane<T> {
        private final @Nullable Object name;
        private final Queue<Letter<T>> letters = new ArrayDeque<>(2);
        private long wake;

        Lane(@Nullable Object name) {
            this.name = name;
        }
    }

    /** One thing in the mailbox; the worker's that took it, until it gives it back. */
    public static final class Letter<T> {
        private final T content;
        private final int bytes;
        private final Lane<T> lane;
        private int attempts;

        private Letter(T content, int bytes, Lane<T> lane) {
            this.content = content;
            this.bytes = bytes;
            this.lane = lane;
        }

        public T content() {
            return content;
        }

        /** How often it has been taken, this time included. */
        public int attempts() {
            return attempts;
        }
    }

    /**
     * Puts something in, if there is room.
     *
     * @param lane equal ones are the same; null: one of its own
     * @return false: it is full, or takes nothing more
     */
    public boolean offer(T content, int size, @Nullable Object lane) {
        lock.lock();
        try {
            return !completing && hasRoom(size) && add(content, size, lane);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for room and puts something in. Interrupts neither end the wait nor get lost.
     *
     * @param lane see {@link #offer}
     * @return false: it takes nothing more
     */
    public boolean put(T content, int size, @Nullable Object lane) {
        lock.lock();
        try {
            while (!completing && !hasRoom(size)) {
                room.awaitUninterruptibly();
            }
            return !completing && add(content, size, lane);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int size) {
        return letters < capacity && (bytes + size <= maxBytes || letters == 0);
    }

    private boolean add(T content, int size, @Nullable Object name) {
        Lane<T> lane = name == null ? new Lane<>(null) : named.computeIfAbsent(name, Lane::new);
        lane.letters.add(new Letter<>(content, size, lane));
        letters++;
        bytes += size;
        if (lane.letters.size() == 1) {
            ready(lane);
        }
        return true;
    }

    private void ready(Lane<T> lane) {
        ready.add(lane);
        changed.signal();
    }

    /**
     * Waits for the next letter, which is the caller's until it says {@link #done} or {@link #again}. Interrupts neither end
     * the wait nor get lost.
     *
     * @return null: there will be none any more
     */
    public @Nullable Letter<T> take() {
        boolean interrupted = false;
        lock.lock();
        try {
            while (true) {
                long sleep = wakeThoseDue();
                Lane<T> lane = ready.poll();
                if (lane != null) {
                    return first(lane);
                }
                if (discarded || (completing && letters == 0)) {
                    return null;
                }
                try {
                    long ignored = changed.awaitNanos(sleep);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns how long the others still sleep. */
    private long wakeThoseDue() {
        while (true) {
            Lane<T> next = asleep.peek();
            if (next == null) {
                return Long.MAX_VALUE;
            }
            long left = next.wake - nanos.getAsLong();
            if (left > 0 && !completing) {
                return left;
            }
            asleep.remove();
            ready(next);
        }
    }

    private Letter<T> first(Lane<T> lane) {
        working++;
        Letter<T> letter = lane.letters.element();
        letter.attempts++;
        return letter;
    }

    /**
     * The letter needs no more work: the next of its lane can be taken.
     *
     * @return false: it has been {@linkplain #discard discarded} meanwhile, and counted so
     */
    public boolean done(Letter<T> letter) {
        lock.lock();
        try {
            working--;
            if (discarded) {
                return false;
            }
            Lane<T> lane = letter.lane;
            lane.letters.remove();
            letters--;
            bytes -= letter.bytes;
            if (!lane.letters.isEmpty()) {
                ready(lane);
            } else if (lane.name != null) {
                named.remove(lane.name);
            }
            room.signal();
            if (completing && letters == 0) {
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The letter is to be taken again after {@code pauseNanos}, and nothing of its lane before; at once if it ends. */
    public void again(Letter<T> letter, long pauseNanos) {
        lock.lock();
        try {
            working--;
            if (discarded) {
                return;
            }
            letter.lane.wake = nanos.getAsLong() + pauseNanos;
            asleep.add(letter.lane);
            // All: those that wait may wait for longer than that.
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what is in it is given out, what sleeps at once. Idempotent. */
    public void complete() {
        lock.lock();
        try {
            completing = true;
            changed.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it takes nothing more. */
    public boolean isCompleting() {
        lock.lock();
        try {
            return completing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes nothing more and gives nothing out.
     *
     * @return how many letters were in it, those worked on included; zero from the second call on
     */
    public int discard() {
        lock.lock();
        try {
            complete();
            int left = letters;
            discarded = true;
            named.clear();
            ready.clear();
            asleep.clear();
            letters = 0;
            bytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How many letters wait, those worked on not included. */
    public int waiting() {
        lock.lock();
        try {
            return Math.max(0, letters - working);
        } finally {
            lock.unlock();
        }
    }
}
