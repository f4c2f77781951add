package org.busd.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.busd.internal.hub.Watermark.Ticket;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    @Test
    void isTheLastUpToWhichAllHasEnded() {
        Watermark<String> watermark = new Watermark<>();
        assertThat(watermark.reached()).isNull();
        Ticket<String> a = watermark.begin("a");
        Ticket<String> b = watermark.begin("b");
        Ticket<String> c = watermark.begin("c");
        assertThat(watermark.reached()).isNull();
        watermark.end(b);
        assertThat(watermark.reached()).isNull();
        watermark.end(a);
        assertThat(watermark.reached()).isEqualTo("b");
        Ticket<String> d = watermark.begin("d");
        watermark.end(d);
        assertThat(watermark.reached()).isEqualTo("b");
        watermark.end(c);
        assertThat(watermark.reached()).isEqualTo("d");
    }

    @Test
    void agreesWithASlowWayForAnyOrderOfEnds() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Watermark<Integer> watermark = new Watermark<>();
            List<Integer> open = new ArrayList<>();
            List<Ticket<Integer>> tickets = new ArrayList<>();
            int begun = 0;
            for (int step = 0; step < 100; step++) {
                if (random.nextBoolean() || open.isEmpty()) {
                    tickets.add(watermark.begin(begun));
                    open.add(begun++);
                } else {
                    int which = random.nextInt(open.size());
                    watermark.end(tickets.get(open.remove(which)));
                }
                Integer expected = (open.isEmpty() ? begun : Collections.min(open)) - 1;
                assertThat(watermark.reached()).isEqualTo(expected < 0 ? null : expected);
            }
        }
    }
}
