package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a snapshot says, and that it does not contradict itself. */
class MetricsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int SNAPSHOTS = Integer.getInteger("busd.test.repeat", 1) * 20_000;

    private final TestBus bus = new TestBus().set("publish.settle", "0s");

    @Test
    void eachAcceptedPublishIsTimedOnce() {
        try (BusClient client = bus.open()) {
            for (int n = 0; n < 100; n++) {
                client.publish("n", Map.of());
            }
            assertThat(client.publishAsync("n", Map.of())).succeedsWithin(LONG);
            BusMetrics metrics = client.metrics();
            List<PublishTimes.Bucket> buckets = metrics.publishTimes().buckets();

            assertThat(metrics.published()).isEqualTo(101);
            assertThat(metrics.publishTimes().count()).isEqualTo(100);
            assertThat(metrics.publishTimes().total()).isBetween(Duration.ofNanos(100), LONG);
            assertThat(buckets.get(0).upTo()).isEqualTo(Duration.ofNanos(1_000));
            assertThat(buckets.get(buckets.size() - 1).upTo()).isGreaterThan(Duration.ofSeconds(16));
            assertThat(buckets.get(buckets.size() - 1).count()).isEqualTo(100);
        }
    }

    @Test
    void snapshotsDoNotContradictThemselvesUnderLoad() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        try (BusClient client = bus.open();
                Subscription ignored = client.subscribe(message -> {})) {
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> publishAndClose(client, over));
                thread.start();
                threads.add(thread);
            }
            BusMetrics before = client.metrics();
            for (int n = 0; n < SNAPSHOTS; n++) {
                BusMetrics metrics = client.metrics();
                assertConsistent(metrics);
                assertNotLess(metrics, before);
                before = metrics;
            }
            over.set(true);
            for (Thread thread : threads) {
                thread.join(LONG.toMillis());
            }
            assertThat(client.flush(LONG)).isTrue();
            BusMetrics last = client.metrics();
            assertThat(last.handedOn())
                    .isEqualTo(last.published())
                    .isEqualTo(last.publishTimes().count());
            assertThat(last.queuedMessages()).isZero();
        }
    }

    private static void publishAndClose(BusClient client, AtomicBoolean over) {
        for (int n = 1; !over.get(); n++) {
            client.publish("n", Map.of("n", n));
            if (n % 100 == 0) {
                client.closeThread();
            }
        }
    }

    private static void assertConsistent(BusMetrics metrics) {
        PublishTimes times = metrics.publishTimes();
        assertThat(metrics.handedOn() + metrics.dropped()).isLessThanOrEqualTo(metrics.published());
        assertThat(times.count()).isLessThanOrEqualTo(metrics.published());
        long shorter = 0;
        for (PublishTimes.Bucket bucket : times.buckets()) {
            assertThat(bucket.count()).isBetween(shorter, times.count());
            shorter = bucket.count();
        }
        long closed = metrics.threadSocketsClosed().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(metrics.threadSockets()).isNotNegative();
        assertThat(metrics.threadSockets() + closed).isEqualTo(metrics.threadSocketsOpened());
    }

    private static void assertNotLess(BusMetrics metrics, BusMetrics before) {
        assertThat(metrics.published()).isGreaterThanOrEqualTo(before.published());
        assertThat(metrics.publishedBytes()).isGreaterThanOrEqualTo(before.publishedBytes());
        assertThat(metrics.handedOn()).isGreaterThanOrEqualTo(before.handedOn());
        assertThat(metrics.publishTimes().count())
                .isGreaterThanOrEqualTo(before.publishTimes().count());
        assertThat(metrics.publishTimes().total())
                .isGreaterThanOrEqualTo(before.publishTimes().total());
        assertThat(metrics.received()).isGreaterThanOrEqualTo(before.received());
    }
}
