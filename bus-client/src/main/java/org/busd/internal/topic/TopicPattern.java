package org.busd.internal.topic;

import java.nio.charset.StandardCharsets;

/**
 * What a subscription asks for. A plain string is a prefix, compared byte by byte, as ZeroMQ does. With {@code *}, which
 * stands for one or more whole segments, it is matched against the whole topic; what precedes the first {@code *} is the
 * socket's filter. (fedmsg deletes the {@code *} and then compares prefixes, so that its {@code a.*.b} never matches.)
 *
 * <p>Immutable.
 */
public final class TopicPattern {
    private static final String WILDCARD = "*";

    private final String text;
    /** The segments of a pattern; empty for a plain prefix. */
    private final String[] segments;

    /**
     * Reads a topic, prefix or pattern.
     *
     * @throws IllegalArgumentException if a {@code *} does not stand for whole segments; the message shows it
     */
    public TopicPattern(String text) {
        this.text = text;
        this.segments = text.contains(WILDCARD) ? text.split("\\.", -1) : new String[0];
        for (String segment : segments) {
            if (segment.contains(WILDCARD) && !segment.equals(WILDCARD)) {
                throw new IllegalArgumentException("\"" + text
                        + "\" is no topic pattern: * stands for one or more whole segments, as in *.order.created");
            }
        }
    }

    /** The bytes that every matching topic begins with: the socket's filter. */
    public byte[] filter() {
        int star = text.indexOf('*');
        return (star < 0 ? text : text.substring(0, star)).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether {@code topic} is asked for. */
    public boolean matches(String topic) {
        return segments.length == 0 ? topic.startsWith(text) : matchesSegments(topic.split("\\.", -1));
    }

    /** Greedy with one step back, as for file globs: linear but for repeated parts, and without recursion. */
    private boolean matchesSegments(String[] topic) {
        int t = 0;
        int p = 0;
        int star = -1;
        int afterStar = 0;
        while (t < topic.length) {
            if (p < segments.length && segments[p].equals(WILDCARD)) {
                // Takes this segment at once: one is the least.
                star = p++;
                afterStar = ++t;
            } else if (p < segments.length && segments[p].equals(topic[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        return p == segments.length;
    }

    @Override
    public String toString() {
        return text;
    }
}
