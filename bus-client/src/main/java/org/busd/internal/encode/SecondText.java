package org.busd.internal.encode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/** A second since the epoch and the year (UTC) in which it lies, in digits; made once a second. Not thread-safe. */
final class SecondText {
    private long second = -1;
    private byte[] text = {};
    private byte[] year = {};

    void set(long epochSecond) {
        if (epochSecond != second) {
            second = epochSecond;
            text = digits(epochSecond);
            year = digits(
                    Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC).getYear());
        }
    }

    private static byte[] digits(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] text() {
        return text;
    }

    byte[] year() {
        return year;
    }
}
