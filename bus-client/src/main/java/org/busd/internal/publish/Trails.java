package org.busd.internal.publish;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What threads have sent by sockets that are not theirs alone, or no longer: a thread whose way changes waits for it, so
 * that its messages keep their order. By thread number, which is never given twice, so that no thread is held.
 *
 * <p>Thread-safe; each thread sees its own trail only.
 */
final class Trails {
    /** Beyond so many, those that have ended are looked for: the threads may be gone. */
    private static final int MANY = 1024;

    private final ConcurrentHashMap<Long, Trail> trails = new ConcurrentHashMap<>();

    /** The calling thread's last message was the {@code count}th in {@code socket}. */
    record Trail(ThreadSocket socket, long count) {
        /** Nothing of it is on its way to the outlet any more. */
        boolean hasEnded() {
            return socket.hasHandedOn(count) || socket.outlet().hasEnded();
        }
    }

    /** Remembers what the calling thread has just sent, or leaves behind. */
    void leave(ThreadSocket socket) {
        Trail before = trails.put(Thread.currentThread().getId(), new Trail(socket, socket.sent()));
        if (before == null && trails.size() > MANY) {
            trails.values().removeIf(Trail::hasEnded);
        }
    }

    /** The calling thread's trail, unless it has ended. */
    @Nullable
    Trail current() {
        Trail trail = trails.get(Thread.currentThread().getId());
        return trail == null || trail.hasEnded() ? null : trail;
    }
}
