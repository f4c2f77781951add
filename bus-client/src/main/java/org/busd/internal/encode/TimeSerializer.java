package org.busd.internal.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Points in time ({@code Instant}, {@code OffsetDateTime}, {@code ZonedDateTime}, {@code Date}, {@code Calendar}) are
 * seconds since the epoch, as fedmsg writes Python's datetimes: an integer if whole, else the nearest double. All other
 * {@code java.time} types are ISO 8601 texts, which is what they print themselves as.
 */
final class TimeSerializer extends JsonSerializer<Object> {
    private static final int NANO_DIGITS = 9;

    static boolean isTime(Class<?> type) {
        return Date.class.isAssignableFrom(type)
                || Calendar.class.isAssignableFrom(type)
                || java.time.ZoneId.class.isAssignableFrom(type)
                || (type.getPackageName().equals("java.time") && !type.isEnum());
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializerProvider provider) throws IOException {
        Instant instant = instantOf(value);
        if (instant == null) {
            json.writeString(value.toString());
        } else if (instant.getNano() == 0) {
            json.writeNumber(instant.getEpochSecond());
        } else {
            BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond())
                    .add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS));
            json.writeNumber(seconds.doubleValue());
        }
    }

    @SuppressWarnings("JavaUtilDate") // Users have them, and they are points in time.
    private static @Nullable Instant instantOf(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Date date) {
            // Not toInstant(), which java.sql.Date refuses.
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        return null;
    }
}
