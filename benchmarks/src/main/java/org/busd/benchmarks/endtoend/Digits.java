package org.busd.benchmarks.endtoend;

/** Finds, reads and replaces numbers in JSON text. */
final class Digits {
    private Digits() {}

    /** The index behind {@code name}, which is looked for from {@code from} on; -1: it is not there. */
    static int after(byte[] name, byte[] text, int from) {
        int last = text.length - name.length;
        for (int i = from; i <= last; i++) {
            int same = 0;
            while (same < name.length && text[i + same] == name[same]) {
                same++;
            }
            if (same == name.length) {
                return i + same;
            }
        }
        return -1;
    }

    /** The number that begins at {@code at}. */
    static long read(byte[] text, int at) {
        long number = 0;
        for (int i = at; i < text.length && text[i] >= '0' && text[i] <= '9'; i++) {
            number = 10 * number + (text[i] - '0');
        }
        return number;
    }

    /** Puts {@code number} in the place of the digits that begin at {@code at}. */
    static void put(long number, byte[] text, int at) {
        int end = at;
        while (text[end] >= '0' && text[end] <= '9') {
            end++;
        }
        long rest = number;
        for (int i = end - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
