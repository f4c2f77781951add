package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {
    private static final char[] UNITS = {'a', 'b', '\ud7ff', '\ud800', '\udbff', '\udc00', '\udfff', '\ue000', '\uffff'
    };

    @Test
    void agreesWithComparingCodePoints() {
        Random random = Seed.random("order");
        for (int i = 0; i < 200_000; i++) {
            String a = string(random);
            String b = string(random);
            int expected =
                    Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
            assertThat(Integer.signum(CodePointOrder.compare(a, b)))
                    .as("%s %s", Arrays.toString(a.toCharArray()), Arrays.toString(b.toCharArray()))
                    .isEqualTo(Integer.signum(expected));
        }
    }

    private static String string(Random random) {
        char[] units = new char[random.nextInt(5)];
        for (int i = 0; i < units.length; i++) {
            units[i] = UNITS[random.nextInt(UNITS.length)];
        }
        return new String(units);
    }
}
