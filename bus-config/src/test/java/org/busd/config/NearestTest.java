package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> WORDS = List.of("ca", "linger", "high-water-mark", "settle", "name");

    @ParameterizedTest
    @CsvSource({
        "lingre, linger",
        "linge, linger",
        "lingerr, linger",
        "lunger, linger",
        "highWaterMark, high-water-mark",
        "HIGH_WATER_MARK, high-water-mark",
        "high-watermarks, high-water-mark",
        "nmae, name",
        "cb, ca"
    })
    void isTheWordThatWasMeant(String typed, String meant) {
        assertThat(Nearest.to(typed, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"wibble", "home", "x", "a", "kettledrum"})
    void isNothingWhereItWouldBeAGuess(String typed) {
        assertThat(Nearest.to(typed, WORDS)).isEmpty();
    }
}
