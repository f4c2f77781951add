package org.busd.internal.publish;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The trails of threads that send by sockets that are not theirs alone, or no longer: a thread whose way changes waits for
 * its trail to end, so that its messages keep their order. By thread number, which is never given twice, so that no thread
 * is held.
 *
 * <p>Thread-safe; each thread sees its own trail only.
 */
final class Trails {
    /** Beyond so many, those that have ended are looked for: the threads may be gone. Each holds a closed socket, some 3 KiB. */
    private static final int MANY = 64;

    private final ConcurrentHashMap<Long, Trail> trails = new ConcurrentHashMap<>();
    /** Grows with those that have not ended, so that looking costs little a trail. */
    private volatile int tooMany = MANY;

    /** Remembers what the calling thread has just sent, or leaves behind. */
    void leave(Trail trail) {
        Trail before = trails.put(Thread.currentThread().getId(), trail);
        if (before == null) {
            makeRoom();
        }
    }

    /**
     * Remembers what another thread leaves behind. One that has not ended stays: it is of what was published without waiting,
     * after that.
     */
    void leave(long thread, Trail trail) {
        Trail ignored = trails.merge(thread, trail, (before, left) -> before.hasEnded() ? left : before);
        makeRoom();
    }

    private void makeRoom() {
        if (trails.size() > tooMany) {
            trails.values().removeIf(Trail::hasEnded);
            tooMany = Math.max(MANY, 2 * trails.size());
        }
    }

    /** The calling thread's trail, unless it has ended. */
    @Nullable
    Trail current() {
        Trail trail = trails.get(Thread.currentThread().getId());
        return trail == null || trail.hasEnded() ? null : trail;
    }
}
