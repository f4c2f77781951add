package org.busd.it;

import java.util.HashMap;
import java.util.Map;

/** Counts that a program says in one line: {@code received 32000 repeated 0 disordered 0 …}. */
public record Report(Map<String, Long> counts) {
    /** The counts in {@code line}. */
    public static Report parse(String line) {
        String[] words = line.split(" ", -1);
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            counts.put(words[i], Long.valueOf(words[i + 1]));
        }
        return new Report(counts);
    }

    /** The count called so; -1 where there is none. */
    public long get(String name) {
        return counts.getOrDefault(name, -1L);
    }
}
