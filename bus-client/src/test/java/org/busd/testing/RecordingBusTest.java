package org.busd.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.BusClosedException;
import org.busd.BusEncodingException;
import org.busd.Message;
import org.busd.Subscription;
import org.busd.ToJson;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;
import org.junit.jupiter.api.Test;

class RecordingBusTest {
    @Test
    void remembersTopicsAndBodiesInTheirOrder() {
        try (RecordingBus bus = RecordingBus.open()) {
            bus.client().publish("order.created", Map.of("id", "A-7"));
            bus.client().publish("billing", "invoice.sent", Map.of("order", "A-7"));
            bus.client().publish("org.example.prod.other", null);

            assertThat(bus.topics())
                    .containsExactly(
                            "org.example.dev.testing.order.created",
                            "org.example.dev.billing.invoice.sent",
                            "org.example.prod.other");
            assertThat(bus.messages())
                    .map(message -> message.body().toString())
                    .containsExactly("{\"id\":\"A-7\"}", "{\"order\":\"A-7\"}", "{}");
        }
    }

    @Test
    void remembersTheWholeEnvelopeAsItWouldGoOnTheWire() {
        try (RecordingBus bus = RecordingBus.open()) {
            bus.client().publish("order.created", Map.of("z", 1, "a", "ü"));

            Message message = bus.messages().get(0);
            assertThat(message.envelope().fieldNames())
                    .toIterable()
                    .containsExactly("i", "msg", "msg_id", "timestamp", "topic", "username");
            assertThat(message.text()).startsWith("{\"i\":1,\"msg\":{\"a\":\"\\u00fc\",\"z\":1},\"msg_id\":\"");
            assertThat(message.canonicalText()).isEqualTo(message.text());
        }
    }

    @Test
    void findsMessagesByTheLastSegmentsOfTheirTopic() {
        try (RecordingBus bus = RecordingBus.open()) {
            bus.client().publish("shop", "order.created", 1);
            bus.client().publish("shop", "reorder.created", 2);
            bus.client().publish("order.created", 3);

            assertThat(bus.messages("order.created"))
                    .map(m -> m.body().intValue())
                    .containsExactly(1, 3);
            assertThat(bus.messages("org.example.dev.shop.order.created")).hasSize(1);
            assertThat(bus.messages("order")).isEmpty();
        }
    }

    @Test
    void whatCannotBePublishedThrowsAndIsNotRemembered() {
        try (RecordingBus bus = RecordingBus.open()) {
            BusClient client = bus.client();

            assertThatExceptionOfType(BusEncodingException.class)
                    .isThrownBy(() -> client.publish("order.created", Map.of("total", Double.NaN)))
                    .withMessageContaining("total");
            assertThatIllegalArgumentException().isThrownBy(() -> client.publish("no topic", 1));
            assertThat(client.publishAsync("order.created", new Object())).isCompletedExceptionally();

            assertThat(bus.messages()).isEmpty();
            assertThat(client.metrics().refused()).isEqualTo(3);
        }
    }

    @Test
    void whatIsPublishedWithoutWaitingIsRememberedInTheThreadsOrder() {
        try (RecordingBus bus = RecordingBus.open()) {
            for (int i = 0; i < 20; i += 2) {
                bus.client().publish("n", i);
                assertThat(bus.client().publishAsync("n", i + 1)).isCompleted();
            }

            assertThat(bus.messages())
                    .map(m -> m.body().intValue())
                    .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
        }
    }

    @Test
    void whatAnObjectPublishesWhileItIsAskedForItsJsonComesBeforeIt() {
        try (RecordingBus bus = RecordingBus.open()) {
            ToJson talkative = () -> {
                bus.client().publish("inner", 1);
                return 2;
            };
            bus.client().publish("outer", talkative);

            assertThat(bus.messages()).map(m -> m.body().intValue()).containsExactly(1, 2);
        }
    }

    @Test
    void remembersWhatManyThreadsPublishEachInItsOrder() throws Exception {
        int threads = 8;
        int each = 500;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (RecordingBus bus = RecordingBus.open()) {
            List<Future<?>> publishing = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String topic = "thread." + thread;
                publishing.add(pool.submit(
                        () -> IntStream.range(0, each).forEach(i -> bus.client().publish(topic, i))));
            }
            for (Future<?> future : publishing) {
                future.get(20, TimeUnit.SECONDS);
            }

            assertThat(bus.messages()).hasSize(threads * each);
            for (int thread = 0; thread < threads; thread++) {
                assertThat(bus.messages("thread." + thread))
                        .map(m -> m.body().intValue())
                        .containsExactlyElementsOf(
                                IntStream.range(0, each).boxed().toList());
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void afterItIsClosedNothingMoreIsRememberedAndWhatWasStillIs() {
        RecordingBus bus = RecordingBus.open();
        bus.client().publish("before", 1);
        bus.close();
        bus.close();

        assertThatExceptionOfType(BusClosedException.class)
                .isThrownBy(() -> bus.client().publish("after", 2));
        assertThat(bus.client().publishAsync("after", 3)).isCompletedExceptionally();
        assertThat(bus.topics()).containsExactly("org.example.dev.testing.before");
        assertThat(bus.messages().get(0).bodyAs(Integer.class)).isEqualTo(1);
    }

    @Test
    void moreThanItRemembersIsRefusedAndSaidUntilCleared() {
        try (RecordingBus bus = RecordingBus.open()) {
            IntStream.range(0, RecordingBus.CAPACITY).forEach(i -> bus.client().publish("n", i));
            assertThat(bus.messages()).hasSize(RecordingBus.CAPACITY);

            assertThatIllegalStateException()
                    .isThrownBy(() -> bus.client().publish("n", "one more"))
                    .withMessageContaining("10000 messages");
            assertThatIllegalStateException().isThrownBy(bus::topics).withMessageContaining("clear()");

            bus.clear();
            bus.client().publish("n", "afresh");
            assertThat(bus.messages()).hasSize(1);
        }
    }

    @Test
    void prefixEnvironmentAndModnameAreTheSettings() {
        BusSettings settings = SettingsLoader.isolated()
                .set(Map.of(
                        "topic-prefix", "com.acme", "environment", "prod", "modname", "shop", "publish.via", "none"))
                .load();
        try (RecordingBus bus = RecordingBus.open(settings)) {
            bus.client().publish("order.created", 1);
            bus.client().publish("billing", "invoice.sent", 1);

            assertThat(bus.topics())
                    .containsExactly("com.acme.prod.shop.order.created", "com.acme.prod.billing.invoice.sent");
        }
    }

    @Test
    void settingsThatSendAreRefused() {
        BusSettings sending =
                SettingsLoader.isolated().set("publish.via", "relay").load();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordingBus.open(sending))
                .withMessageContaining("bus.publish.via = none")
                .withMessageContaining("it is relay");
    }

    @Test
    void readsNothingOfThisHost() {
        System.setProperty("bus.topic-prefix", "org.elsewhere");
        try (RecordingBus bus = RecordingBus.open()) {
            assertThat(bus.client().settings().topicPrefix()).isEqualTo("org.example");
            assertThat(bus.client().settings().entries())
                    .filteredOn(entry -> !entry.isDefault())
                    .map(entry -> entry.key())
                    .containsExactlyInAnyOrder("bus.publish.via", "bus.endpoints", "bus.shutdown-hook");
        } finally {
            System.clearProperty("bus.topic-prefix");
        }
    }

    @Test
    void nobodyIsThereToHearOrToBeHeard() throws InterruptedException {
        try (RecordingBus bus = RecordingBus.open();
                Subscription all = bus.client().subscribe()) {
            bus.client().publish("order.created", 1);

            assertThat(bus.client().settings().endpoints()).isEmpty();
            assertThat(bus.client().publishingEndpoints()).isEmpty();
            assertThat(bus.client().awaitSubscribers(1, Duration.ofMinutes(1))).isFalse();
            assertThat(all.poll(Duration.ZERO)).isEmpty();
            assertThat(bus.messages()).hasSize(1);
        }
    }

    @Test
    void standsInForTheBusOfTheProcess() {
        try (RecordingBus outer = RecordingBus.install()) {
            Bus.publish("order.created", 1);
            try (RecordingBus inner = RecordingBus.install()) {
                Bus.publish("order.paid", 2);
                assertThat(inner.topics()).containsExactly("org.example.dev.testing.order.paid");
                inner.close();
            }
            Bus.publish("order.shipped", 3);

            assertThat(outer.topics())
                    .containsExactly("org.example.dev.testing.order.created", "org.example.dev.testing.order.shipped");
        }
    }

    @Test
    void standInsMayBeClosedInAnyOrder() {
        try (RecordingBus first = RecordingBus.install()) {
            RecordingBus second = RecordingBus.install();
            try (RecordingBus third = RecordingBus.install()) {
                second.close();
                Bus.publish("third", 3);
                assertThat(third.messages()).hasSize(1);
            }
            Bus.publish("first", 1);
            assertThat(first.topics()).containsExactly("org.example.dev.testing.first");
            assertThat(second.messages()).isEmpty();
        }
    }

    @Test
    void aShutdownByTheCodeUnderTestEndsTheStandInOnly() {
        try (RecordingBus outer = RecordingBus.install()) {
            try (RecordingBus bus = RecordingBus.install()) {
                assertThat(Bus.shutdown(Duration.ofSeconds(1))).isZero();
                assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> Bus.publish("after", 1));
                assertThat(bus.messages()).isEmpty();
            }
            Bus.publish("order.created", 1);
            assertThat(outer.messages()).hasSize(1);
        }
    }
}
