package org.busd.benchmarks.endtoend;

import java.time.Duration;
import java.util.stream.IntStream;
import org.busd.BusClient;
import org.busd.benchmarks.Settings;

/** bus.d, as it is by default. */
final class BusWiring implements Wiring {
    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final BusClient client;
    private final int bytes;

    private final int firstThread;
    private final int subscriptions;
    private final String[] topics;

    /**
     * A client of its own.
     *
     * @param bytes of a body
     * @param firstThread the number of the first thread, which other processes' threads must not have
     * @param subscriptions how many a subscriber has
     * @param topics how many each of them asks for, all but one of which nobody publishes on
     */
    BusWiring(Settings settings, int bytes, int firstThread, int subscriptions, int topics) {
        this.client = BusClient.open(settings.load());
        this.bytes = bytes;
        this.firstThread = firstThread;
        this.subscriptions = subscriptions;
        this.topics = IntStream.range(0, topics)
                .mapToObj(i -> i == 0 ? Envelopes.TOPIC : Envelopes.TOPIC + ".other-" + i)
                .toArray(String[]::new);
    }

    @Override
    public Sender sender(int thread) throws InterruptedException {
        if (!client.awaitSubscribers(1, ENOUGH)) {
            throw new IllegalStateException("no subscriber came");
        }
        Bodies bodies = new Bodies(bytes, firstThread + thread);
        return new Sender() {
            @Override
            public void publish(long at, long n) {
                client.publish("bench", "published", bodies.object(at, n));
            }

            @Override
            public void close() {
                // The client does it for all.
            }
        };
    }

    @Override
    public void first() {
        client.publish("bench", "published", new Bodies(bytes, 0).object(System.nanoTime(), 0));
    }

    @Override
    public void subscribe(Tally tally) {
        for (int i = 0; i < subscriptions; i++) {
            int subscription = i;
            var ignored = client.subscribe(message -> tally.take(message.bytes(), subscription), topics);
        }
    }

    @Override
    public void close() {
        long ignored = client.shutdown(ENOUGH);
    }
}
