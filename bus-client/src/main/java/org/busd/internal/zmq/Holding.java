package org.busd.internal.zmq;

import java.util.HashSet;
import java.util.Set;

/** What one subscriber holds, and how often it has changed its mind. Guarded by its {@link Subscribers}' lock. */
final class Holding {
    private final Set<Prefix> prefixes = new HashSet<>();
    private long bytes;
    private long changes;

    Set<Prefix> prefixes() {
        return prefixes;
    }

    int size() {
        return prefixes.size();
    }

    long bytes() {
        return bytes;
    }

    long changes() {
        return changes;
    }

    /** Returns whether it did not hold {@code prefix} before. */
    boolean add(Prefix prefix) {
        changes++;
        boolean added = prefixes.add(prefix);
        bytes += added ? prefix.length() : 0;
        return added;
    }

    /** Returns whether it held {@code prefix}. */
    boolean remove(Prefix prefix) {
        changes++;
        boolean removed = prefixes.remove(prefix);
        bytes -= removed ? prefix.length() : 0;
        return removed;
    }
}
