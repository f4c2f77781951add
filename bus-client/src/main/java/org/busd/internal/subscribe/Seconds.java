package org.busd.internal.subscribe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;

/** Seconds since the epoch, as points in time are on the wire. */
final class Seconds {
    private static final int NANO_DIGITS = 9;

    private Seconds() {}

    /**
     * The instant that a number stands for.
     *
     * @throws DateTimeException if there is none
     */
    static Instant instant(JsonParser number) throws IOException {
        if (number.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return Instant.ofEpochSecond(number.getLongValue());
        }
        double seconds = number.getDoubleValue();
        if (!(Math.abs(seconds) <= Instant.MAX.getEpochSecond())) {
            throw new DateTimeException("no instant is so far away");
        }
        if (seconds == Math.rint(seconds)) {
            return Instant.ofEpochSecond((long) seconds);
        }
        // As it is written, not as a double has it: the digits are those of the instant that was.
        BigDecimal exact = new BigDecimal(number.getText());
        long whole = (long) Math.floor(seconds);
        long nanos = exact.subtract(BigDecimal.valueOf(whole))
                .movePointRight(NANO_DIGITS)
                .longValue();
        return Instant.ofEpochSecond(whole, nanos);
    }
}
