package org.busd.internal.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true",
        "a.b, a.bc, true",
        "a.b, a.b.c, true",
        "a.b, a, false",
        "'', anything, true",
        "*.b, a.b, true",
        "*.b, a.x.b, true",
        "*.b, b, false",
        "*.b, a.b.c, false",
        "*.b, a.bb, false",
        "a.*, a.b, true",
        "a.*, a.b.c, true",
        "a.*, a, false",
        "a.*, ab.c, false",
        "a.*.c, a.b.c, true",
        "a.*.c, a.c, false",
        "a.*.c, a.b.b.c, true",
        "a.*.c, a.c.c.c, true",
        "*, a, true",
        "*.*, a, false",
        "*.*, a.b, true",
        "*.x.*, a.x.b, true",
        "*.x.*, x.x.x, true",
        "*.x.*, a.x, false"
    })
    void selects(String pattern, String topic, boolean matches) {
        assertThat(new TopicPattern(pattern).matches(topic)).isEqualTo(matches);
    }

    @Test
    void agreesWithARegularExpressionOnRandomTopics() {
        long seed = Long.getLong("busd.test.seed", System.nanoTime());
        System.out.println("TopicPatternTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String pattern = segments(random, new String[] {"a", "b", "*"});
            String topic = segments(random, new String[] {"a", "b"});
            if (pattern.contains("*")) {
                Pattern oracle = Pattern.compile(pattern.replace(".", "\\.").replace("*", "[^.]+(?:\\.[^.]+)*"));
                assertThat(new TopicPattern(pattern).matches(topic))
                        .as("%s matches %s", pattern, topic)
                        .isEqualTo(oracle.matcher(topic).matches());
            }
        }
    }

    private static String segments(Random random, String[] alphabet) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ".").append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    @Test
    void manyWildcardsDoNotTakeForEver() {
        String pattern = "*." + "a.*.".repeat(30) + "b";
        String topic = "a.".repeat(400) + "c";
        assertThat(new TopicPattern(pattern).matches(topic)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a.b, a.b", "a.*.c, a.", "*.c, ''", "'', ''"})
    void theSocketFiltersByWhatPrecedesTheFirstWildcard(String pattern, String filter) {
        assertThat(new String(new TopicPattern(pattern).filter(), StandardCharsets.UTF_8))
                .isEqualTo(filter);
    }

    @ParameterizedTest
    @CsvSource({"a*", "*a.b", "a.b*c.d", "**"})
    void aWildcardInsideASegmentIsRefused(String pattern) {
        assertThatThrownBy(() -> new TopicPattern(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + pattern + "\"");
    }
}
