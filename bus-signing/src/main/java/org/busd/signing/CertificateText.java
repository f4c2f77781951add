package org.busd.signing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of a certificate inside a message, as a key to what is known of it: equal only to the very same text. That is
 * quicker than a digest, and as exact. Not thread-safe while it is a view of a message; a copy is immutable.
 */
final class CertificateText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final byte[] json;
    private final int from;
    private final int to;
    private final int hash;

    /** A view. */
    CertificateText(byte[] json, int from, int to) {
        this.json = json;
        this.from = from;
        this.to = to;
        this.hash = hash(json, from, to);
    }

    private static int hash(byte[] json, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = hash * FACTOR + (long) LONGS.get(json, at);
        }
        for (; at < to; at++) {
            hash = hash * FACTOR + json[at];
        }
        return (int) (hash ^ hash >>> 32);
    }

    CertificateText copy() {
        return new CertificateText(Arrays.copyOfRange(json, from, to), 0, to - from);
    }

    /** The bytes it stands for; null if it is no base64. */
    byte @Nullable [] decoded() {
        return Base64Lines.ofJson(json, from, to);
    }

    int length() {
        return to - from;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificateText text
                && hash == text.hash
                && Arrays.equals(json, from, to, text.json, text.from, text.to);
    }
}
