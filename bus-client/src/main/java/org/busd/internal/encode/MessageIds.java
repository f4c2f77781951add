package org.busd.internal.encode;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Makes random UUIDs (version 4, RFC 9562) without the lock that {@code UUID.randomUUID} takes for each: an id has to be
 * unique, not secret. Two SplitMix64 sequences, begun at 128 bits from {@link SecureRandom}, give one half each.
 *
 * <p>Confined to one thread.
 */
final class MessageIds {
    private static final SecureRandom SEEDS = new SecureRandom();
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** The characters of a UUID. */
    static final int LENGTH = 36;

    private long high;
    private long low;

    MessageIds() {
        byte[] seed = new byte[2 * Long.BYTES];
        SEEDS.nextBytes(seed);
        ByteBuffer words = ByteBuffer.wrap(seed);
        high = words.getLong();
        low = words.getLong();
    }

    /** Writes the next id's {@value #LENGTH} characters into {@code target} from {@code at} on. */
    void next(byte[] target, int at) {
        high += GOLDEN_GAMMA;
        low += GOLDEN_GAMMA;
        // Version 4, variant 10.
        long first = (mix(high) & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long second = (mix(low) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        hex(first >>> 32, 8, target, at);
        target[at + 8] = '-';
        hex(first >>> 16, 4, target, at + 9);
        target[at + 13] = '-';
        hex(first, 4, target, at + 14);
        target[at + 18] = '-';
        hex(second >>> 48, 4, target, at + 19);
        target[at + 23] = '-';
        hex(second, 12, target, at + 24);
    }

    private static void hex(long value, int digits, byte[] target, int at) {
        for (int i = digits - 1; i >= 0; i--) {
            target[at + i] = HEX[(int) (value & 15)];
            value >>>= 4;
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
