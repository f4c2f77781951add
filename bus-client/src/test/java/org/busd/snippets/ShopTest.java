package org.busd.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.MemoryBus;
import org.busd.Message;
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

    private static final class Stock {
        private final AtomicInteger pieces = new AtomicInteger(10);

        void sell(Message order) {
            pieces.addAndGet(-order.body().get("pieces").asInt());
        }

        int left() {
            return pieces.get();
        }
    }

    // snippet: memory-bus
    @Test
    void whatIsOrderedIsTakenFromStock() {
        Stock stock = new Stock();
        MemoryBus bus = new MemoryBus();
        try (BusClient shop = bus.open();
                BusClient warehouse = bus.open()) {
            warehouse.subscribe(stock::sell, "*.order.created");

            shop.publish("order.created", Map.of("pieces", 3));

            await().until(() -> stock.left() == 7);
        }
    }
    // end

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
