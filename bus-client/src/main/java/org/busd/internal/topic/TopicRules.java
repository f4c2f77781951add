package org.busd.internal.topic;

/**
 * Makes full topics: {@code <topic-prefix>.<environment>.<modname>.<topic>}. A topic that already begins with the topic
 * prefix is sent as it is. Letters, digits, {@code _} and {@code -} in segments parted by dots; what others send may hold
 * more.
 *
 * <p>Immutable.
 */
public final class TopicRules {
    private final String prefix;
    private final String environment;

    public TopicRules(String prefix, String environment) {
        this.prefix = prefix;
        this.environment = environment;
    }

    /** Whether {@code topic} is complete as it is, so that no modname matters. */
    public boolean isFull(String topic) {
        return isUnder(prefix, topic);
    }

    /** The prefix of all topics of this bus, e.g. {@code org.example}. */
    public String prefix() {
        return prefix;
    }

    /**
     * The topic that goes on the wire.
     *
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is not one; the message shows it
     */
    public String full(String modname, String topic) {
        check(topic, "topic");
        if (isFull(topic)) {
            return topic;
        }
        check(modname, "modname");
        return prefix + '.' + environment + '.' + modname + '.' + topic;
    }

    private static boolean isUnder(String prefix, String topic) {
        return topic.startsWith(prefix) && (topic.length() == prefix.length() || topic.charAt(prefix.length()) == '.');
    }

    private static void check(String name, String what) {
        boolean segmentOpen = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.' && segmentOpen) {
                segmentOpen = false;
            } else if (isAsciiAlphanumeric(c) || c == '_' || c == '-') {
                segmentOpen = true;
            } else {
                throw bad(name, what);
            }
        }
        if (!segmentOpen) {
            throw bad(name, what);
        }
    }

    private static boolean isAsciiAlphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static IllegalArgumentException bad(String name, String what) {
        return new IllegalArgumentException("\"" + name + "\" is no " + what
                + ": a " + what + " is one or more segments of ASCII letters, digits, _ and -, parted by dots"
                + " (e.g. order.created)");
    }
}
