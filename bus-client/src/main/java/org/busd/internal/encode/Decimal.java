package org.busd.internal.encode;

/** Writes non-negative numbers as ASCII digits without allocating. */
final class Decimal {
    private Decimal() {}

    static int length(long number) {
        int digits = 1;
        while (number >= 10) {
            number /= 10;
            digits++;
        }
        return digits;
    }

    /** Writes {@code number} into {@code target} from {@code at} on; returns the index behind it. */
    static int put(long number, byte[] target, int at) {
        int end = at + length(number);
        for (int i = end - 1; i >= at; i--) {
            target[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
        return end;
    }
}
