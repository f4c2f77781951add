package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "1ns, 1",
        "1us, 1000",
        "1ms, 1000000",
        "1 ms, 1000000",
        "' 1ms ', 1000000",
        "1.5s, 1500000000",
        "2 seconds, 2000000000",
        "1m, 60000000000",
        "1h, 3600000000000",
        "1d, 86400000000000",
        "-1s, -1000000000",
        "0.5ns, 0",
        "99999999999999999999d, 9223372036854775807"
    })
    void ofTimeAreInNanoseconds(String text, long nanos) {
        assertThat(Units.TIME.parse(text)).contains(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "1B, 1",
        "512b, 512",
        "1kB, 1000",
        "1K, 1024",
        "1KiB, 1024",
        "1.5 MiB, 1572864",
        "1MB, 1000000",
        "1GiB, 1073741824",
        "2 gibibytes, 2147483648"
    })
    void ofMemoryAreInBytes(String text, long bytes) {
        assertThat(Units.MEMORY.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "1 parsec", "1e3s", "--1s", "1.2.3s", "1S", "one second", "1s 2ms", "."})
    void ofOtherSpellingAreNone(String text) {
        assertThat(Units.TIME.parse(text)).isEmpty();
    }

    @Test
    void areMissingBehindABareNumber() {
        assertThat(Units.isMissing(" 500 ")).isTrue();
        assertThat(Units.isMissing("-1.5")).isTrue();
        assertThat(Units.isMissing("")).isFalse();
        assertThat(Units.isMissing("500ms")).isFalse();
    }
}
