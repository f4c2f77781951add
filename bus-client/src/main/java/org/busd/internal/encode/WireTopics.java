package org.busd.internal.encode;

import java.util.HashMap;
import java.util.Map;
import org.busd.internal.topic.TopicRules;

/**
 * Remembers the topics published last, so that checking and encoding one is done once. Bounded: a program that makes up
 * topics from data starts over again and again, and no worse.
 *
 * <p>Confined to one thread.
 */
final class WireTopics {
    private static final int MAX = 512;

    private final TopicRules rules;
    private final Map<String, Map<String, WireTopic>> byModname = new HashMap<>();
    private int size;

    WireTopics(TopicRules rules) {
        this.rules = rules;
    }

    WireTopic of(String modname, String topic) {
        Map<String, WireTopic> known = byModname.get(modname);
        WireTopic found = known == null ? null : known.get(topic);
        return found == null ? make(modname, topic) : found;
    }

    private WireTopic make(String modname, String topic) {
        WireTopic made = WireTopic.of(rules.full(modname, topic));
        if (size >= MAX) {
            byModname.clear();
            size = 0;
        }
        size++;
        byModname.computeIfAbsent(modname, m -> new HashMap<>()).put(topic, made);
        return made;
    }
}
