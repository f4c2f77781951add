package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {

    private final DurationConverter converter = new DurationConverter();

    @Test
    void readsNumberAndUnit() {
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("2s")).isEqualTo(Duration.ofSeconds(2));
        assertThat(converter.convert("1m")).isEqualTo(Duration.ofMinutes(1));
        assertThat(converter.convert("3h")).isEqualTo(Duration.ofHours(3));
        assertThat(converter.convert("0s")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1 s", "2S", "1d", "99999999999999s", "٥s"})
    void refusesAllElseAndSaysWhatIsRight(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .hasMessage(
                        "'" + text + "' is not a duration: write a whole number and its unit, as in 500ms, 2s or 1m");
    }
}
