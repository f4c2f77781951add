package org.busd.internal.zmq;

import java.util.Arrays;

/** What a subscription asks for: the topics that begin with these bytes. Bytes that can be a map's key; immutable. */
final class Prefix {
    private final byte[] bytes;
    private final int hash;

    /** Copies {@code bytes} from {@code from} to their end. */
    Prefix(byte[] bytes, int from) {
        this.bytes = Arrays.copyOfRange(bytes, from, bytes.length);
        this.hash = Arrays.hashCode(this.bytes);
    }

    int length() {
        return bytes.length;
    }

    boolean covers(byte[] topic) {
        return bytes.length <= topic.length && Arrays.equals(bytes, 0, bytes.length, topic, 0, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prefix that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
