package org.busd.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was most likely meant. */
final class Nearest {
    private Nearest() {}

    /** The nearest of the words, unless even that would be a guess: more than a third of its letters are different. */
    static Optional<String> to(String word, Collection<String> words) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : words) {
            int distance = distance(simple(word), simple(candidate));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return least < word.length() && least <= Math.max(1, nearest.length() / 3)
                ? Optional.of(nearest)
                : Optional.empty();
    }

    /** So that {@code highWaterMark} and {@code HIGH_WATER_MARK} are {@code high-water-mark}. */
    private static String simple(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Optimal string alignment: letters added, left out, changed, or two neighbours swapped. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
