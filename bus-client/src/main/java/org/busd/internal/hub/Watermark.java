package org.busd.internal.hub;

import org.jspecify.annotations.Nullable;

/**
 * How far work has come that begins in one order and ends in any: the last mark such that all that began up to it has
 * ended. Holds a mark for each piece of work that has not ended, and no more.
 *
 * <p>Thread-safe.
 *
 * @param <M> a mark
 */
public final class Watermark<M> {
    private @Nullable M last;
    private @Nullable Ticket<M> oldest;
    private @Nullable Ticket<M> newest;

    /** Nothing has begun. */
    public Watermark() {}

    /** A piece of work. */
    public static final class Ticket<M> {
        /** The mark of the one that began before. */
        private final @Nullable M before;

        private @Nullable Ticket<M> older;
        private @Nullable Ticket<M> newer;

        private Ticket(@Nullable M before, @Nullable Ticket<M> older) {
            this.before = before;
            this.older = older;
        }
    }

    /** A piece of work begins, which is at {@code mark}. */
    public synchronized Ticket<M> begin(M mark) {
        Ticket<M> ticket = new Ticket<>(last, newest);
        if (newest == null) {
            oldest = ticket;
        } else {
            newest.newer = ticket;
        }
        newest = ticket;
        last = mark;
        return ticket;
    }

    /** It ends; once each. */
    public synchronized void end(Ticket<M> ticket) {
        Ticket<M> older = ticket.older;
        Ticket<M> newer = ticket.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
    }

    /** The mark reached; null: none. */
    public synchronized @Nullable M reached() {
        return oldest == null ? last : oldest.before;
    }
}
