package org.busd.signing;

/** Writes integers in decimal, without allocating. */
final class Digits {
    /** Bytes that a {@code long} needs at most, its sign included. */
    static final int LONGEST = 20;

    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];
    private static final byte[] SMALLEST = {
        '-', '9', '2', '2', '3', '3', '7', '2', '0', '3', '6', '8', '5', '4', '7', '7', '5', '8', '0', '8'
    };

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private Digits() {}

    /** Writes {@code value} at {@code at}; answers where it ends. */
    static int put(byte[] out, int at, long value) {
        long rest = value;
        int start = at;
        if (rest < 0) {
            if (rest == Long.MIN_VALUE) {
                System.arraycopy(SMALLEST, 0, out, at, SMALLEST.length);
                return at + SMALLEST.length;
            }
            out[start++] = '-';
            rest = -rest;
        }
        int end = start + count(rest);
        int next = end;
        // Divisions of ints are cheaper than those of longs.
        while (rest > Integer.MAX_VALUE) {
            long hundreds = rest / 100;
            int two = (int) (rest - hundreds * 100);
            out[--next] = ONES[two];
            out[--next] = TENS[two];
            rest = hundreds;
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundreds = small / 100;
            int two = small - hundreds * 100;
            out[--next] = ONES[two];
            out[--next] = TENS[two];
            small = hundreds;
        }
        out[--next] = ONES[small];
        if (small >= 10) {
            out[--next] = TENS[small];
        }
        return end;
    }

    /** How many digits a number that is not negative has. */
    static int count(long value) {
        int count = 1;
        long rest = value;
        while (rest >= 10_000) {
            rest /= 10_000;
            count += 4;
        }
        return rest < 10 ? count : rest < 100 ? count + 1 : rest < 1000 ? count + 2 : count + 3;
    }
}
