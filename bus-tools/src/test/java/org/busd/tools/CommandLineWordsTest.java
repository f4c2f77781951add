package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineWordsTest {

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("cat", List.of("cat")),
                Arguments.of("  a\tb\n c ", List.of("a", "b", "c")),
                Arguments.of("a 'b c' \"d e\"", List.of("a", "b c", "d e")),
                Arguments.of("a 'it is \"so\"' \"it's\"", List.of("a", "it is \"so\"", "it's")),
                Arguments.of("a '' b", List.of("a", "", "b")),
                Arguments.of("a x'y z'w", List.of("a", "xy zw")),
                Arguments.of(
                        "a $HOME *.txt \\n `id` ; | ~", List.of("a", "$HOME", "*.txt", "\\n", "`id`", ";", "|", "~")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void splitsAtWhiteSpaceAndQuotesAndExpandsNothing(String line, List<String> words) {
        assertThat(CommandLineWords.split(line)).isEqualTo(words);
    }

    @Test
    void aQuoteThatIsNotClosedIsToldWithItsPlace() {
        assertThatThrownBy(() -> CommandLineWords.split("a 'b")).hasMessage("the ' at position 3 is not closed");
        assertThatThrownBy(() -> CommandLineWords.split(" ")).hasMessage("there is no command");
        assertThatThrownBy(() -> CommandLineWords.split("''")).hasMessage("there is no command");
    }
}
