package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    private static final int LONGEST = 40;

    @Test
    void eachOtherCharacterIsFoundWhereverItIs() {
        for (int c = Byte.MIN_VALUE; c <= Byte.MAX_VALUE; c++) {
            for (int length = 1; length <= LONGEST; length++) {
                for (int at = 0; at < length; at++) {
                    byte[] text = new byte[length];
                    Arrays.fill(text, (byte) '~');
                    text[at] = (byte) c;
                    assertThat(PlainText.end(text, 0, length))
                            .as("character %d at %d of %d", c, at, length)
                            .isEqualTo(isPlain(c) ? length : at);
                }
            }
        }
    }

    @Test
    void theFirstOfSeveralIsFound() {
        Random random = Seed.random("PlainTextTest");
        byte[] all = new byte[LONGEST];
        for (int tree = 0; tree < Seed.trees(); tree++) {
            random.nextBytes(all);
            int from = random.nextInt(LONGEST);
            int to = from + random.nextInt(LONGEST - from + 1);
            int expected = from;
            while (expected < to && isPlain(all[expected])) {
                expected++;
            }
            assertThat(PlainText.end(all, from, to)).as(Arrays.toString(all)).isEqualTo(expected);
        }
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }
}
