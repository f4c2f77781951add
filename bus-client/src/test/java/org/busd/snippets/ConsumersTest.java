package org.busd.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.busd.BusClient;
import org.busd.Consumer;
import org.busd.ConsumerOptions;
import org.busd.Hub;
import org.busd.HubEnd;
import org.busd.Message;
import org.busd.Producer;
import org.busd.TestBus;
import org.busd.config.BusSettings;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guide's examples of consumers and the hub. */
class ConsumersTest {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumersTest.class);

    private static final CountDownLatch PACKED = new CountDownLatch(1);
    private static final CountDownLatch SEARCHED = new CountDownLatch(1);

    // snippet: consumer
    public static final class Packing implements Consumer {
        @Override
        public List<String> topics() {
            return List.of("*.order.created");
        }

        @Override
        public void consume(Message message) throws IOException {
            pack(message.body().get("id").asText());
        }
    }
    // end

    // snippet: consumer-options
    public static final class Search implements Consumer {
        @Override
        public List<String> topics() {
            return List.of("*.order.*");
        }

        @Override
        public ConsumerOptions options() {
            return ConsumerOptions.builder()
                    .workers(4) // messages of one topic stay in their order
                    .attempts(10)
                    .pauses(Duration.ofSeconds(1), Duration.ofMinutes(1))
                    .build();
        }

        @Override
        public void consume(Message message) throws IOException {
            index(message.topic(), message.text());
        }

        @Override
        public void dead(Message message, Throwable cause) {
            LOG.error("not indexed: {}", message.text());
        }
    }
    // end

    private static void pack(String id) throws IOException {
        assertThat(id).isEqualTo("A-7");
        PACKED.countDown();
    }

    private static void index(String topic, String text) throws IOException {
        assertThat(text).contains(topic);
        SEARCHED.countDown();
    }

    @Test
    void aHubOfOnesOwn() throws Exception {
        BusSettings settings = new TestBus().settings();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread program = new Thread(() -> run(settings, stopped));
        program.start();
        assertThat(PACKED.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(SEARCHED.await(20, TimeUnit.SECONDS)).isTrue();
        stopped.countDown();
        program.join(20_000);
        assertThat(program.isAlive()).isFalse();
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private static void run(BusSettings settings, CountDownLatch stopped) {
        try {
            // snippet: hub
            try (BusClient bus = BusClient.open(settings)) {
                Hub hub = Hub.builder(bus)
                        .consumers(new Packing(), new Search())
                        .producers(Producer.every("orders", Duration.ofMillis(100), client -> {
                            client.publish("shop", "order.created", Map.of("id", "A-7"));
                        }))
                        .start();
                stopped.await();
                HubEnd end = hub.stop(Duration.ofSeconds(10));
                LOG.info("the hub {}", end);
            }
            // end
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
