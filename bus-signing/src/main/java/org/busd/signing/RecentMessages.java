package org.busd.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers which messages came, in two generations of bounded size: the last {@value #GENERATION} surely, at most twice
 * as many, none much longer than a message may be old. Of each it keeps a digest, for ids may be long. Thread-safe.
 */
final class RecentMessages {
    static final int GENERATION = 100_000;

    private final Duration kept;
    /** Guarded by this. */
    private Set<MessageDigest128> young = new HashSet<>();
    /** Guarded by this. */
    private Set<MessageDigest128> old = new HashSet<>();
    /** When the young generation was begun; guarded by this. */
    private Instant begun;

    RecentMessages(Duration kept, Instant now) {
        this.kept = kept;
        this.begun = now;
    }

    /** Adds a message; false if it is there already. */
    synchronized boolean add(String msgId, Instant now) {
        if (young.size() >= GENERATION || now.isAfter(begun.plus(kept))) {
            old = young;
            young = new HashSet<>();
            begun = now;
        }
        MessageDigest128 digest = MessageDigest128.of(msgId);
        return !old.contains(digest) && young.add(digest);
    }
}
