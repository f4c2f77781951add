package org.busd.internal.topic;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What publishers take of one subscriber, who loses its connection for more; so here it is not even asked for. */
public final class FilterLimits {
    /** Bytes of the longest: a topic is far shorter, and recursion as deep as this still fits a thread's stack many times. */
    public static final int MAX_BYTES = 1024;

    public static final int MAX_COUNT = 10_000;
    public static final long MAX_BYTES_IN_ALL = 512 * 1024;

    private FilterLimits() {}

    /**
     * Checks what one subscription asks for.
     *
     * @throws IllegalArgumentException if it is too much; says what to do
     */
    public static void check(List<TopicPattern> patterns) {
        long bytes = 0;
        // What publishers hold is what precedes a *, and each once.
        Set<ByteBuffer> different = new HashSet<>();
        for (TopicPattern pattern : patterns) {
            byte[] filter = pattern.filter();
            if (filter.length > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "a topic of " + filter.length + " bytes: no publisher takes more than " + MAX_BYTES);
            }
            bytes += different.add(ByteBuffer.wrap(filter)) ? filter.length : 0;
        }
        if (different.size() > MAX_COUNT || bytes > MAX_BYTES_IN_ALL) {
            throw new IllegalArgumentException(different.size() + " topics of " + bytes
                    + " bytes in one subscription: publishers take " + MAX_COUNT + " of " + MAX_BYTES_IN_ALL
                    + " bytes; ask for what they begin with, or subscribe several times");
        }
    }
}
