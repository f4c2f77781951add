package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "gr\u00fcn", "\ud83d\ude00", "a b", "\"\\"})
    void whatCanBeSeenStays(String text) {
        assertThat(Visible.of(text)).isEqualTo(text);
    }

    @Test
    void whatMovesTheCursorOrHidesIsWrittenAsInJson() {
        assertThat(Visible.of("a\u001b[2J\r\n\t\u0000\u007f\u0085b"))
                .isEqualTo("a\\u001b[2J\\u000d\\u000a\\u0009\\u0000\\u007f\\u0085b");
        // Direction marks, line and paragraph separators, a byte order mark, private use, halves of pairs.
        assertThat(Visible.of("\u202e\u2028\u2029\ufeff\ue000\ud800x\udc00"))
                .isEqualTo("\\u202e\\u2028\\u2029\\ufeff\\ue000\\ud800x\\udc00");
        // A tag, which is invisible and beyond 16 bits.
        assertThat(Visible.of("\udb40\udc41")).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void ofLongTextTheBeginningIsShown() {
        assertThat(Visible.of("x".repeat(500))).isEqualTo("x".repeat(500));
        assertThat(Visible.of("x".repeat(501))).isEqualTo("x".repeat(500) + "\u2026");
        // No pair is cut in two.
        assertThat(Visible.of("x".repeat(499) + "\ud83d\ude00y")).isEqualTo("x".repeat(499) + "\ud83d\ude00\u2026");
    }
}
