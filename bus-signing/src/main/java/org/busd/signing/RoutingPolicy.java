package org.busd.signing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Who may speak on which topic. Immutable and thread-safe. */
public final class RoutingPolicy {
    private final Map<String, Set<String>> names;
    private final boolean nitpicky;

    private RoutingPolicy(Map<String, Set<String>> names, boolean nitpicky) {
        this.names = names;
        this.nitpicky = nitpicky;
    }

    /**
     * A policy.
     *
     * @param names full topic to the signers that may speak on it, compared exactly; nobody may where there are none
     * @param nitpicky whether nobody may speak on topics that are not listed; else everybody may
     * @return immutable
     */
    public static RoutingPolicy of(Map<String, ? extends Collection<String>> names, boolean nitpicky) {
        Map<String, Set<String>> copy = new HashMap<>();
        names.forEach((topic, signers) -> copy.put(topic, Set.copyOf(signers)));
        return new RoutingPolicy(Map.copyOf(copy), nitpicky);
    }

    /**
     * A policy without a word on any topic: everybody may speak.
     *
     * @return immutable
     */
    public static RoutingPolicy open() {
        return new RoutingPolicy(Map.of(), false);
    }

    /**
     * Whether a signer may speak on a topic.
     *
     * @param topic a full topic
     * @param signer a common name
     * @return whether
     */
    public boolean admits(String topic, String signer) {
        Set<String> listed = names.get(topic);
        return listed == null ? !nitpicky : listed.contains(signer);
    }
}
