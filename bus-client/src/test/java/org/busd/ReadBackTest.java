package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was published as a record is read back as one that equals it. */
@SuppressWarnings("JavaUtilDate") // Users have them.
class ReadBackTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant WHOLE = Instant.ofEpochSecond(1_764_000_000);
    private static final Instant MICROS = WHOLE.plusNanos(123_457_000);

    private final BusClient client = new TestBus(Wire.MEMORY).open();
    private final Subscription subscription = client.subscribe();

    record Points(
            Instant whole,
            Instant fraction,
            Instant beforeTheEpoch,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Date date,
            java.sql.Timestamp timestamp,
            Map<Instant, Integer> byTime) {}

    record Texts(
            Duration duration,
            LocalDate date,
            LocalDateTime dateTime,
            LocalTime time,
            Month month,
            MonthDay monthDay,
            OffsetTime offsetTime,
            Period period,
            Year year,
            YearMonth yearMonth,
            ZoneId zone,
            ZoneOffset offset,
            Map<LocalDate, Integer> byDay) {}

    record Wants(
            Optional<String> text,
            Optional<Instant> at,
            Optional<List<LocalDate>> days,
            OptionalInt one,
            OptionalLong large,
            OptionalDouble fraction,
            @SuppressWarnings("rawtypes") Optional untyped) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Card.class, name = "card"))
    interface Payment {}

    record Card(int number) implements Payment {}

    record Paid(Optional<Payment> by, List<Optional<Payment>> others, Year year) {}

    record At(Instant at) {}

    record On(Date at) {}

    @BeforeEach
    void listen() throws InterruptedException {
        assertThat(client.awaitSubscribers(1, LONG)).isTrue();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private <T> T back(Object body, Class<T> type) throws InterruptedException {
        client.publish("kind", body);
        return subscription.poll(LONG).orElseThrow().bodyAs(type);
    }

    @Test
    void pointsInTime() throws Exception {
        Points points = new Points(
                WHOLE,
                MICROS,
                Instant.ofEpochSecond(-3, 250_000_000),
                MICROS.atOffset(ZoneOffset.UTC),
                WHOLE.atZone(ZoneOffset.UTC),
                new Date(1_764_000_000_123L),
                new java.sql.Timestamp(1_764_000_000_250L),
                Map.of(WHOLE, 1));
        assertThat(back(points, Points.class)).isEqualTo(points);
    }

    @Test
    void aCalendarIsInUtc() throws Exception {
        Calendar calendar = Calendar.getInstance();
        calendar.setTimeInMillis(1_764_000_000_500L);
        assertThat(back(List.of(calendar), Calendar[].class)[0].toInstant()).isEqualTo(calendar.toInstant());
    }

    @Test
    void textsOfJavaTime() throws Exception {
        Texts texts = new Texts(
                Duration.ofMillis(90_001),
                LocalDate.of(2026, 2, 28),
                LocalDateTime.of(2026, 2, 28, 1, 2, 3, 4),
                LocalTime.of(1, 2),
                Month.MAY,
                MonthDay.of(2, 29),
                OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(2)),
                Period.ofDays(3),
                Year.of(2026),
                YearMonth.of(2026, 2),
                ZoneId.of("Europe/Vienna"),
                ZoneOffset.ofHours(-3),
                Map.of(LocalDate.of(2026, 1, 1), 1));
        assertThat(back(texts, Texts.class)).isEqualTo(texts);
    }

    @Test
    void optionalsThatHoldSomething() throws Exception {
        Wants full = new Wants(
                Optional.of("x"),
                Optional.of(MICROS),
                Optional.of(List.of(LocalDate.of(2026, 1, 1))),
                OptionalInt.of(1),
                OptionalLong.of(1L << 40),
                OptionalDouble.of(0.5),
                Optional.of("y"));
        assertThat(back(full, Wants.class)).isEqualTo(full);
    }

    @Test
    void optionalsOfWhatSaysItsClass() throws Exception {
        Paid paid =
                new Paid(Optional.of(new Card(7)), List.of(Optional.of(new Card(8)), Optional.empty()), Year.of(999));
        assertThat(back(paid, Paid.class)).isEqualTo(paid);
    }

    @Test
    void optionalsThatAreEmptyOrNotThere() throws Exception {
        Wants empty = new Wants(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                Optional.empty());
        assertThat(back(empty, Wants.class)).isEqualTo(empty);
        assertThat(back(Map.of(), Wants.class)).isEqualTo(empty);
    }

    @Test
    void pointsInTimeThatOthersWriteAsTexts() throws Exception {
        assertThat(back(Map.of("at", "2026-02-28T01:02:03Z"), At.class).at())
                .isEqualTo(Instant.parse("2026-02-28T01:02:03Z"));
        assertThat(back(Map.of("at", "2026-02-28T01:02:03Z"), On.class).at())
                .isEqualTo(Date.from(Instant.parse("2026-02-28T01:02:03Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"at\":1e300}",
                "{\"at\":9223372036854775807}",
                "{\"at\":99999999999999999999}",
                "{\"at\":true}",
                "{\"at\":[]}",
                "{\"at\":\"soon\"}"
            })
    void whatIsNoPointInTimeIsToldAsSuch(String json) throws Exception {
        ToJson body = () -> json;
        client.publish("kind", body);
        Message message = subscription.poll(LONG).orElseThrow();
        for (Class<?> type : List.of(At.class, On.class)) {
            assertThatThrownBy(() -> message.bodyAs(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"at\"");
        }
    }

    @Test
    void aFractionThatIsNextToNothingTakesNoTime() throws Exception {
        ToJson body = () -> "{\"at\":1e-300}";
        assertThat(back(body, At.class).at()).isEqualTo(Instant.EPOCH);
    }
}
