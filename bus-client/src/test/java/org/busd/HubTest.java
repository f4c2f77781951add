package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HubTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String TOPIC = "org.example.dev.test.order.created";

    private final BusClient bus = new TestBus().open();
    private final List<Hub> hubs = new ArrayList<>();

    @AfterEach
    void close() {
        hubs.forEach(hub -> hub.stop(Duration.ZERO));
        bus.close();
    }

    private Hub start(Consumer... consumers) throws InterruptedException {
        Hub hub = Hub.builder(bus).consumers(consumers).start();
        hubs.add(hub);
        assertThat(bus.awaitSubscribers("order.created", 1, LONG)).isTrue();
        return hub;
    }

    /** Remembers what it gets, after doing something with it. */
    static class Remembering implements Consumer {
        final ConcurrentLinkedQueue<Message> got = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Message> dead = new ConcurrentLinkedQueue<>();
        private final String name;
        private final ConsumerOptions options;
        private final Work work;

        interface Work {
            void on(Message message) throws Exception;
        }

        Remembering(String name, ConsumerOptions options, Work work) {
            this.name = name;
            this.options = options;
            this.work = work;
        }

        Remembering(String name, Work work) {
            this(name, ConsumerOptions.defaults(), work);
        }

        @Override
        public List<String> topics() {
            return List.of("*.order.created", "*.order.shipped");
        }

        @Override
        public void consume(Message message) throws Exception {
            work.on(message);
            got.add(message);
        }

        @Override
        public ConsumerOptions options() {
            return options;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void dead(Message message, Throwable cause) {
            dead.add(message);
        }

        List<Integer> numbers() {
            return got.stream().map(message -> number(message)).toList();
        }
    }

    private static int number(Message message) {
        return message.body().path("n").asInt();
    }

    private void publish(int from, int to) {
        for (int n = from; n < to; n++) {
            bus.publish("order.created", Map.of("n", n));
        }
    }

    private static HubHealth.OfConsumer health(Hub hub, String name) {
        return hub.health().consumers().stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachConsumerGetsWhatItAsksForInOrderOverOneConnection() throws Exception {
        Remembering first = new Remembering("first", message -> {});
        Remembering second = new Remembering("second", message -> {});
        Hub hub = start(first, second);

        publish(0, 100);
        bus.publish("order.cancelled", Map.of("n", 7));
        bus.publish("order.shipped", Map.of("n", 100));

        await().atMost(LONG).until(() -> first.got.size() == 101 && second.got.size() == 101);
        assertThat(first.numbers()).isSorted().hasSize(101);
        assertThat(second.numbers()).isEqualTo(first.numbers());
        assertThat(bus.awaitSubscribers("order.created", 2, Duration.ofMillis(300)))
                .as("a second subscription")
                .isFalse();
        HubEnd end = hub.stop(LONG);
        assertThat(end.isClean()).isTrue();
        assertThat(end.taken()).isEqualTo(202);
        assertThat(end.processed()).isEqualTo(202);
        assertThat(hub.stop(LONG)).isEqualTo(end);
        assertThat(hub.isReceiving()).isFalse();
    }

    /** To log what was thrown is to call whoever threw it once more. */
    @Test
    void anExceptionThatCannotBePrintedIsOneLikeOthers() throws Exception {
        Remembering worker = new Remembering("worker", message -> {
            if (number(message) == 0) {
                throw new Unprintable();
            }
        });
        Hub hub = start(worker);
        publish(0, 3);

        await().atMost(LONG).until(() -> worker.got.size() == 2);
        assertThat(worker.dead)
                .singleElement()
                .satisfies(message -> assertThat(number(message)).isZero());
        assertThat(hub.stop(LONG).isClean()).isTrue();
    }

    @Test
    void whatOneDoesToAMessageTheOthersDoNotSee() throws Exception {
        Remembering vandal = new Remembering("a-vandal", message -> {
            ((ObjectNode) message.body()).put("n", -1);
            message.envelope().removeAll();
            message.bytes()[0] = 0;
        });
        Remembering reader = new Remembering("reader", message -> {});
        start(vandal, reader);

        publish(0, 50);

        await().atMost(LONG).until(() -> reader.got.size() == 50 && vandal.got.size() == 50);
        assertThat(reader.numbers()).isSorted().doesNotContain(-1);
        assertThat(vandal.numbers()).isSorted().doesNotContain(-1);
    }

    @Test
    void aMessageThatFailsIsTriedAgainInItsPlaceAndGivenUpAtLast() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Remembering consumer = new Remembering(
                "failing",
                ConsumerOptions.builder()
                        .attempts(3)
                        .pauses(Duration.ofMillis(1), Duration.ofMillis(5))
                        .build(),
                message -> {
                    if (number(message) == 1 && attempts.incrementAndGet() < 3) {
                        throw new java.io.IOException("on purpose, for a while");
                    }
                    if (number(message) == 3) {
                        throw new StackOverflowError("on purpose, for ever");
                    }
                });
        Hub hub = start(consumer);

        publish(0, 5);

        await().atMost(LONG).until(() -> consumer.got.size() == 4);
        assertThat(consumer.numbers()).containsExactly(0, 1, 2, 4);
        assertThat(consumer.dead)
                .hasSize(1)
                .allSatisfy(message -> assertThat(number(message)).isEqualTo(3));
        HubHealth.OfConsumer health = health(hub, "failing");
        assertThat(health.exceptions()).isEqualTo(5);
        assertThat(health.retries()).isEqualTo(4);
        assertThat(health.dead()).isEqualTo(1);
        assertThat(health.headcountIn()).isEqualTo(5);
    }

    @Test
    void withSeveralWorkersEachTopicKeepsItsOrder() throws Exception {
        ConcurrentLinkedQueue<Integer> created = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Integer> shipped = new ConcurrentLinkedQueue<>();
        Set<String> failed = ConcurrentHashMap.newKeySet();
        Remembering consumer = new Remembering(
                "ordered",
                ConsumerOptions.builder()
                        .workers(4)
                        .pauses(Duration.ofMillis(1), Duration.ofMillis(2))
                        .build(),
                message -> {
                    if (number(message) % 10 == 0 && failed.add(message.msgId())) {
                        throw new IllegalStateException("on purpose, the first time");
                    }
                    (message.topic().endsWith("created") ? created : shipped).add(number(message));
                });
        start(consumer);

        for (int n = 0; n < 500; n++) {
            bus.publish("order.created", Map.of("n", n));
            bus.publish("order.shipped", Map.of("n", n));
        }

        await().atMost(LONG).until(() -> consumer.got.size() == 1000);
        assertThat(List.copyOf(created)).isSorted().hasSize(500);
        assertThat(List.copyOf(shipped)).isSorted().hasSize(500);
    }

    @Test
    void withoutOrderWorkersShareOneTopic() throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        Remembering consumer = new Remembering(
                "unordered",
                ConsumerOptions.builder()
                        .workers(4)
                        .unordered()
                        .virtualThreads(true)
                        .build(),
                message -> {
                    together.countDown();
                    together.await();
                });
        start(consumer);

        publish(0, 4);

        await().atMost(LONG).until(() -> consumer.got.size() == 4);
    }

    @Test
    void oneThatHangsLosesWhatItHasNoRoomForAndSlowsNobody() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Remembering hanging =
                new Remembering("hanging", ConsumerOptions.builder().mailbox(10).build(), message -> go.await());
        Remembering quick = new Remembering("quick", message -> {});
        Hub hub = start(hanging, quick);

        publish(0, 1000);

        await().atMost(LONG).until(() -> quick.got.size() == 1000);
        await().atMost(LONG).until(() -> health(hub, "hanging").dropped() == 990);
        HubHealth.OfConsumer health = health(hub, "hanging");
        assertThat(health.backlog()).isEqualTo(9);
        assertThat(health.headcountIn()).isEqualTo(10);
        assertThat(health.working()).isPresent();
        go.countDown();
        await().atMost(LONG).until(() -> hanging.got.size() == 10);
        publish(1000, 1001);
        await().atMost(LONG).until(() -> hanging.got.size() == 11);
        assertThat(hanging.numbers()).endsWith(9, 1000);
    }

    /** It hears itself, and has no room for all that: what it loses is counted, and nobody else loses anything. */
    @Test
    void oneThatFloodsTheBusDrownsNobodyButItself() throws Exception {
        int flood = 2_000;
        Remembering flooding = new Remembering(
                "flooding", ConsumerOptions.builder().mailbox(10).build(), message -> {
                    if (message.topic().equals(TOPIC)) {
                        for (int n = 0; n < flood; n++) {
                            bus.publish("order.shipped", Map.of("n", n));
                        }
                    }
                });
        Remembering other = new Remembering(
                "other", ConsumerOptions.builder().mailbox(8 * flood).build(), message -> {});
        Hub hub = start(flooding, other);

        publish(0, 5);

        await().atMost(LONG).untilAsserted(() -> {
            long floods = flooding.got.stream()
                    .filter(message -> message.topic().equals(TOPIC))
                    .count();
            assertThat(floods).isPositive();
            assertThat(other.got).hasSize((int) (5 + floods * flood));
            assertThat(flooding.got.size() + health(hub, "flooding").dropped()).isEqualTo(other.got.size());
        });
        assertThat(health(hub, "flooding").dropped()).isPositive();
        assertThat(health(hub, "other").dropped()).isZero();
        assertThat(bus.metrics().dropEpisodes()).isZero();
    }

    @Test
    void oneThatWaitsLosesNothingAndHasAConnectionOfItsOwn() throws Exception {
        Semaphore go = new Semaphore(0);
        Remembering waiting = new Remembering(
                "waiting",
                ConsumerOptions.builder()
                        .mailbox(1)
                        .whenFull(ConsumerOptions.WhenFull.WAIT)
                        .build(),
                message -> go.acquire());
        Remembering quick = new Remembering("quick", message -> {});
        Hub hub = start(waiting, quick);
        assertThat(bus.awaitSubscribers("order.created", 2, LONG)).isTrue();

        publish(0, 500);

        await().atMost(LONG).until(() -> quick.got.size() == 500);
        assertThat(waiting.got).isEmpty();
        go.release(500);
        await().atMost(LONG).until(() -> waiting.got.size() == 500);
        assertThat(waiting.numbers()).isSorted();
        assertThat(health(hub, "waiting").dropped()).isZero();
    }

    @Test
    void theStopFinishesWhatIsHeldAlsoWhatPausesAfterAFailure() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        Remembering consumer = new Remembering(
                "held",
                ConsumerOptions.builder()
                        .workers(2)
                        .pauses(Duration.ofHours(1), Duration.ofHours(1))
                        .build(),
                message -> {
                    if (message.topic().endsWith("shipped") && failed.getCount() > 0) {
                        failed.countDown();
                        throw new IllegalStateException("on purpose");
                    }
                    go.await();
                });
        Hub hub = start(consumer);
        bus.publish("order.shipped", Map.of("n", 1000));
        failed.await();
        publish(0, 100);
        await().atMost(LONG).until(() -> health(hub, "held").headcountIn() == 101);

        go.countDown();
        HubEnd end = hub.stop(LONG);

        assertThat(end.isClean()).isTrue();
        assertThat(consumer.got).hasSize(101);
    }

    @Test
    void theStopCountsWhatIsLeftAndNamesWhatDoesNotReturn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Remembering consumer = new Remembering("hanging", message -> {
            begun.countDown();
            never.await();
        });
        Hub hub = start(consumer);
        publish(0, 10);
        begun.await();
        await().atMost(LONG).until(() -> health(hub, "hanging").headcountIn() == 10);

        long start = System.nanoTime();
        HubEnd end = hub.stop(Duration.ofMillis(500));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(end.isClean()).isFalse();
        assertThat(end.unprocessed()).isEqualTo(Map.of("hanging", 10L));
        assertThat(end.stuck()).hasSize(1);
        HubEnd.Stuck stuck = end.stuck().get(0);
        assertThat(stuck.message().orElseThrow()).startsWith(TOPIC);
        assertThat(stuck.stack())
                .anySatisfy(frame -> assertThat(frame.getMethodName()).isEqualTo("consume"));
        assertThat(end).hasToString("ended: 10 messages taken, 0 processed, 10 not {hanging=10}, 1 stuck");
        never.countDown();
    }

    @Test
    void oneThatDoesNotStartGetsNothingAndTheOthersDo() throws Exception {
        Remembering broken = new Remembering("broken", message -> {}) {
            @Override
            public void start(BusClient client) throws Exception {
                throw new java.io.IOException("on purpose");
            }
        };
        Remembering sound = new Remembering("sound", message -> {});
        Hub hub = start(broken, sound);
        publish(0, 10);

        await().atMost(LONG).until(() -> sound.got.size() == 10);
        assertThat(broken.got).isEmpty();
        assertThat(health(hub, "broken").initialized()).isFalse();
        assertThat(health(hub, "sound").initialized()).isTrue();
        assertThat(hub.stop(LONG).stuck()).isEmpty();
    }

    @Test
    void aConsumerIsStartedBeforeAndStoppedAfterAllMessagesWhoeverWorks() throws Exception {
        ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();
        Consumer consumer = new Consumer() {
            @Override
            public List<String> topics() {
                return List.of();
            }

            @Override
            public void start(BusClient client) throws Exception {
                assertThat(bus.awaitSubscribers(1, LONG)).isTrue();
                client.publish("order.created", Map.of());
                steps.add("start");
            }

            @Override
            public void consume(Message message) {
                steps.add("message");
            }

            @Override
            public void stop() {
                steps.add("stop");
            }

            @Override
            public ConsumerOptions options() {
                return ConsumerOptions.builder().workers(5).build();
            }
        };
        Hub hub = start(consumer);
        await().atMost(LONG).until(() -> steps.contains("message"));
        assertThat(hub.stop(LONG).isClean()).isTrue();
        assertThat(steps).containsExactly("start", "message", "stop");
    }

    @Test
    void whatTheSettingsDisableDoesNotRun() throws Exception {
        TestBus test = new TestBus().set("consumers", "{ \"org.x.Off\" { enabled = false } }");
        try (BusClient other = test.open();
                Hub hub = Hub.builder(other)
                        .consumers(new Remembering("org.x.Off", message -> {}), new Remembering("on", message -> {}))
                        .producers(Producer.every("org.x.Off", Duration.ofSeconds(1), client -> {}))
                        .start()) {
            assertThat(hub.health().consumers())
                    .extracting(HubHealth.OfConsumer::name)
                    .containsExactly("on");
            assertThat(hub.health().producers()).isEmpty();
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedAtTheStart() {
        Remembering keeping = new Remembering(
                "keeping", ConsumerOptions.builder().keepPosition().build(), message -> {});
        assertThatThrownBy(() -> Hub.builder(bus).consumers(keeping).start())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("keeping")
                .hasMessageContaining("bus.state-dir");
        assertThatThrownBy(() -> Hub.builder(bus)
                        .consumers(new Remembering("same", message -> {}), new Remembering("same", message -> {}))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same");
        Remembering strict =
                new Remembering("strict", ConsumerOptions.builder().verified().build(), message -> {});
        assertThatThrownBy(() -> Hub.builder(bus).consumers(strict).start())
                .isInstanceOf(BusException.class)
                .hasMessageContaining("bus.validation.ca");
    }

    @Test
    void aHubWhoseClientIsClosedUnderItSaysSo() throws Exception {
        Hub hub = start(new Remembering("orphan", message -> {}));
        bus.close();
        assertThat(hub.ended().toCompletableFuture())
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(BusException.class);
        assertThat(hub.isReceiving()).isFalse();
        assertThat(hub.stop(LONG).isClean()).isTrue();
    }

    @Test
    void itsHealthHasTheShapeOfMokshaAndReadingItChangesNothing() throws Exception {
        Remembering consumer = new Remembering("healthy", message -> {});
        Hub hub = start(consumer);
        publish(0, 3);
        await().atMost(LONG).until(() -> health(hub, "healthy").headcountOut() == 3);

        HubHealth health = hub.health();

        assertThat(hub.health()).isEqualTo(health);
        Map<String, Object> json = health.consumers().get(0).toJson();
        assertThat(json)
                .containsOnlyKeys(
                        "name",
                        "module",
                        "topic",
                        "initialized",
                        "exceptions",
                        "jsonify",
                        "backlog",
                        "headcount_in",
                        "headcount_out",
                        "times")
                .containsEntry("name", "healthy")
                .containsEntry("module", "org.busd")
                .containsEntry("topic", List.of("*.order.created", "*.order.shipped"))
                .containsEntry("initialized", true)
                .containsEntry("backlog", 0L)
                .containsEntry("headcount_in", 3L);
        assertThat((List<?>) json.get("times")).hasSize(3);
        assertThat(health.toJson()).containsOnlyKeys("consumers", "producers");
    }
}
