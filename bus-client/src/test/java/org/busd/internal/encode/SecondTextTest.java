package org.busd.internal.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondTextTest {
    private final SecondText second = new SecondText();

    @ParameterizedTest
    @CsvSource({"2026-12-31T23:59:59Z, 2026", "2027-01-01T00:00:00Z, 2027", "1970-01-01T00:00:00Z, 1970"})
    void theYearIsTheSecondsOwn(Instant time, String year) {
        second.set(Instant.parse("2026-12-31T23:59:58Z").getEpochSecond());
        second.set(time.getEpochSecond());

        assertThat(text(second.year())).isEqualTo(year);
        assertThat(text(second.text())).isEqualTo(Long.toString(time.getEpochSecond()));
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
