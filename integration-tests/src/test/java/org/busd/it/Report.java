package org.busd.it;

import java.util.HashMap;
import java.util.Map;

/** Counts that a program says in one line: {@code received 32000 repeated 0 disordered 0 …}. */
record Report(Map<String, Long> counts) {
    static Report parse(String line) {
        String[] words = line.split(" ", -1);
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            counts.put(words[i], Long.valueOf(words[i + 1]));
        }
        return new Report(counts);
    }

    long get(String name) {
        return counts.getOrDefault(name, -1L);
    }
}
