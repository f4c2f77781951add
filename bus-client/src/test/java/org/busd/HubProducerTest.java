package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HubProducerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong now = new AtomicLong();
    private final HubClock clock = new HubClock(now::get, (InstantSource) () -> EPOCH.plusNanos(now.get()));
    private final List<Long> beats = Collections.synchronizedList(new ArrayList<>());

    private HubProducer producer(BusClient bus, Producer.Beat work) {
        return new HubProducer(
                Producer.every("beat", Duration.ofSeconds(10), client -> {
                    beats.add(now.get() / 1_000_000_000);
                    work.poll(client);
                }),
                bus,
                "hub",
                clock);
    }

    private void at(HubProducer producer, double seconds) {
        now.set((long) (seconds * 1e9));
        producer.lookAtClock();
        producer.lookAtClock();
    }

    @Test
    void beatsAtMultiplesOfItsPeriodHoweverLateEachIs() {
        try (BusClient bus = new TestBus().open()) {
            HubProducer producer = producer(bus, client -> {});
            producer.start();
            for (double second : new double[] {9.9, 13, 20, 29.9, 39, 40}) {
                at(producer, second);
            }
            assertThat(beats).containsExactly(13L, 20L, 39L, 40L);
            assertThat(producer.health().missed()).isZero();
            producer.complete();
            assertThat(producer.awaitEnd(System.nanoTime() + LONG.toNanos())).isEmpty();
        }
    }

    @Test
    void workThatTakesTooLongMissesBeatsAndThoseAfterAreWhereTheyWere() {
        try (BusClient bus = new TestBus().open()) {
            HubProducer producer = producer(bus, client -> now.addAndGet(25_000_000_000L));
            producer.start();
            at(producer, 10); // works until 35: 20 and 30 are missed
            at(producer, 39);
            at(producer, 41);
            assertThat(beats).containsExactly(10L, 41L);
            assertThat(producer.health().beats()).isEqualTo(2);
            assertThat(producer.health().missed()).isEqualTo(4);
            assertThat(producer.health().lastRan()).contains(EPOCH.plusSeconds(41));
            producer.complete();
        }
    }

    /** It waits for itself in vain, and says where it is. */
    @Test
    void oneThatEndsItsHubEndsIt() throws Exception {
        try (BusClient bus = new TestBus().open()) {
            AtomicReference<Hub> hub = new AtomicReference<>();
            CountDownLatch started = new CountDownLatch(1);
            CompletableFuture<HubEnd> end = new CompletableFuture<>();
            hub.set(Hub.builder(bus)
                    .producers(Producer.every("ending", Duration.ofMillis(10), client -> {
                        started.await();
                        end.complete(hub.get().stop(Duration.ofMillis(500)));
                    }))
                    .start());
            started.countDown();

            assertThat(end.get(20, TimeUnit.SECONDS).stuck())
                    .singleElement()
                    .extracting(HubEnd.Stuck::name)
                    .isEqualTo("ending");
            assertThat(hub.get().ended()).succeedsWithin(LONG);
        }
    }

    @Test
    void oneThatThrowsBeatsOn() throws Exception {
        try (BusClient bus = new TestBus().open();
                Subscription heard = bus.subscribe("*.tick")) {
            assertThat(bus.awaitSubscribers("tick", 1, LONG)).isTrue();
            AtomicLong ticks = new AtomicLong();
            Producer producer = new Producer() {
                @Override
                public Duration every() {
                    return Duration.ofMillis(20);
                }

                @Override
                public boolean now() {
                    return true;
                }

                @Override
                public void poll(BusClient client) throws Exception {
                    client.publish("tick", Map.of("n", ticks.incrementAndGet()));
                    throw new java.io.IOException("on purpose");
                }
            };
            try (Hub hub = Hub.builder(bus).producers(producer).start()) {
                for (int n = 1; n <= 5; n++) {
                    assertThat(heard.poll(LONG).orElseThrow().body().path("n").asInt())
                            .isEqualTo(n);
                }
                await().atMost(LONG).until(() -> hub.health().producers().get(0).exceptions() >= 5);
                Map<String, ?> json = hub.health().producers().get(0).toJson();
                assertThat(json)
                        .containsOnlyKeys(
                                "name", "module", "initialized", "exceptions", "frequency", "now", "last_ran");
                assertThat(json.get("frequency")).isEqualTo(0.02);
                assertThat(json.get("last_ran")).isInstanceOf(Double.class);
                assertThat(hub.stop(LONG).isClean()).isTrue();
            }
        }
    }

    @Test
    void aPeriodOfNothingIsRefused() {
        try (BusClient bus = new TestBus().open()) {
            assertThatThrownBy(() -> Hub.builder(bus)
                            .producers(Producer.every("never", Duration.ZERO, client -> {}))
                            .start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("never");
        }
    }
}
