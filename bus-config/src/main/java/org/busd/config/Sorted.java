package org.busd.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Unmodifiable copies with an order that does not change from run to run. */
final class Sorted {
    private Sorted() {}

    static <T> Map<String, T> copyOf(Map<String, T> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /** In the order of declaration; there must be one at least. */
    static <E extends Enum<E>> Set<E> setOf(List<E> constants) {
        return Collections.unmodifiableSet(EnumSet.copyOf(constants));
    }
}
