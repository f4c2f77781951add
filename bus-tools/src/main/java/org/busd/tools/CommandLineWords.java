package org.busd.tools;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line, split at white space; quotes, single or double, hold together what is between them, and are
 * dropped. Nothing else means anything: no backslash, no variable, no pattern.
 */
final class CommandLineWords {
    private CommandLineWords() {}

    /**
     * Splits it.
     *
     * @throws IllegalArgumentException if a quote is not closed, or there is no word
     */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '"' || c == '\'') {
                int end = line.indexOf(c, i + 1);
                if (end < 0) {
                    throw new IllegalArgumentException("the " + c + " at position " + (i + 1) + " is not closed");
                }
                word.append(line, i + 1, end);
                begun = true;
                i = end;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
            i++;
        }
        if (begun) {
            words.add(word.toString());
        }
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("there is no command");
        }
        return words;
    }
}
