package org.busd.internal.subscribe;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code java.time}: points in time from the seconds since the epoch that they are on the wire, in UTC, all types from
 * what they print themselves as.
 */
final class TimeDeserializer extends StdDeserializer<Object> {
    private static final long serialVersionUID = 1L;

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.ofEntries(
            entry(Instant.class, Instant::parse),
            entry(OffsetDateTime.class, OffsetDateTime::parse),
            entry(ZonedDateTime.class, ZonedDateTime::parse),
            entry(Duration.class, Duration::parse),
            entry(LocalDate.class, LocalDate::parse),
            entry(LocalDateTime.class, LocalDateTime::parse),
            entry(LocalTime.class, LocalTime::parse),
            entry(MonthDay.class, MonthDay::parse),
            entry(OffsetTime.class, OffsetTime::parse),
            entry(Period.class, Period::parse),
            // Its text has neither a sign nor leading zeroes.
            entry(Year.class, TimeDeserializer::year),
            entry(YearMonth.class, YearMonth::parse),
            entry(ZoneId.class, ZoneId::of),
            entry(ZoneOffset.class, ZoneOffset::of));

    private static final Map<Class<?>, Function<Instant, Object>> POINTS = Map.of(
            Instant.class, instant -> instant,
            OffsetDateTime.class, instant -> instant.atOffset(ZoneOffset.UTC),
            ZonedDateTime.class, instant -> instant.atZone(ZoneOffset.UTC));

    TimeDeserializer(Class<?> type) {
        super(type);
    }

    static boolean isFor(Class<?> type) {
        return PARSERS.containsKey(type);
    }

    @Override
    public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            return parse(_valueClass, parser.getText(), context);
        }
        Function<Instant, Object> point = POINTS.get(_valueClass);
        if (point == null || !parser.currentToken().isNumeric()) {
            return context.handleUnexpectedToken(_valueClass, parser);
        }
        try {
            return point.apply(Seconds.instant(parser));
        } catch (DateTimeException e) {
            return context.handleWeirdNumberValue(_valueClass, parser.getNumberValue(), "%s", e.getMessage());
        }
    }

    private static Year year(String text) {
        try {
            return Year.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new DateTimeException("no year", e);
        }
    }

    private static @Nullable Object parse(Class<?> type, String text, DeserializationContext context)
            throws IOException {
        try {
            return Objects.requireNonNull(PARSERS.get(type)).apply(text);
        } catch (DateTimeException e) {
            return context.handleWeirdStringValue(type, text, "%s", e.getMessage());
        }
    }

    /** The same, of the keys of a map, which are texts. */
    static final class Key extends KeyDeserializer {
        private final Class<?> type;

        Key(Class<?> type) {
            this.type = type;
        }

        @Override
        public @Nullable Object deserializeKey(String key, DeserializationContext context) throws IOException {
            return parse(type, key, context);
        }
    }
}
