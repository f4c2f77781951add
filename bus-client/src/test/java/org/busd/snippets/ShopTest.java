package org.busd.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.testing.RecordingBus;
import org.junit.jupiter.api.Test;

/** The guide's examples of tests. */
class ShopTest {
    private record Shop(BusClient bus) {
        void order(String id) {
            bus.publish("order.created", Map.of("id", id));
        }
    }

    // snippet: recording
    @Test
    void anOrderIsToldOnTheBus() {
        try (RecordingBus bus = RecordingBus.open()) {
            new Shop(bus.client()).order("A-7");

            assertThat(bus.topics()).containsExactly("org.example.dev.snippets.order.created");
            assertThat(bus.messages("order.created").get(0).body().get("id").asText())
                    .isEqualTo("A-7");
        }
    }
    // end

    private static final class Cellar {
        static void enter() {
            Bus.publish("light.on", Map.of("where", "cellar"));
        }
    }

    // snippet: stand-in
    @Test
    void thereIsLightInTheCellar() {
        try (RecordingBus bus = RecordingBus.install()) {
            Cellar.enter();

            assertThat(bus.messages("light.on")).hasSize(1);
        }
    }
    // end
}
