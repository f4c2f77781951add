package org.busd.config;

/** Which characters there are in a text: plain loops, for these checks are made at every start. */
final class Letters {
    private static final String DIGITS = "0123456789";
    private static final String WORD = DIGITS + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

    private Letters() {}

    /** At least one ASCII digit and nothing else. */
    static boolean areDigits(String text) {
        return areAllOf(DIGITS, text);
    }

    /** At least one ASCII letter, digit, hyphen or underscore and nothing else. */
    static boolean areWord(String text) {
        return areAllOf(WORD, text);
    }

    private static boolean areAllOf(String allowed, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (allowed.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
