package org.busd.benchmarks.endtoend;

import java.nio.charset.StandardCharsets;

/**
 * Messages as they are on the wire, made as cheaply as can be: a copy of a first one, with the digits that differ put in.
 */
final class Envelopes {
    static final String TOPIC = "org.example.dev.bench.published";

    private static final byte[] AT = "\"at\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] N = "\"n\":".getBytes(StandardCharsets.US_ASCII);

    private final byte[] first;
    private final int at;
    private final int n;

    /** Envelopes of one thread around bodies of {@code bytes} bytes. */
    Envelopes(int bytes, int thread) {
        String body = new String(new Bodies(bytes, thread).text(System.nanoTime(), 0), StandardCharsets.US_ASCII);
        this.first = ("{\"i\":1000000,\"msg\":" + body
                        + ",\"msg_id\":\"2026-b1bd6a8a-29cc-4a09-b1ec-fb6a1ba0b9d2\",\"timestamp\":1764000000,\"topic\":\""
                        + TOPIC + "\",\"username\":\"" + System.getProperty("user.name") + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        this.at = Digits.after(AT, first, 0);
        this.n = Digits.after(N, first, at);
    }

    byte[] next(long nanos, long number) {
        byte[] made = first.clone();
        Digits.put(nanos, made, at);
        Digits.put(Bodies.FIRST + number, made, n);
        return made;
    }
}
