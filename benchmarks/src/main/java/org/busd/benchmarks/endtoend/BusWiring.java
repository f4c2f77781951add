package org.busd.benchmarks.endtoend;

import java.time.Duration;
import org.busd.BusClient;
import org.busd.benchmarks.Settings;

/** bus.d, as it is by default. */
final class BusWiring implements Wiring {
    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final BusClient client;
    private final int bytes;

    BusWiring(Settings settings, int bytes) {
        this.client = BusClient.open(settings.load());
        this.bytes = bytes;
    }

    @Override
    public Sender sender(int thread) throws InterruptedException {
        if (!client.awaitSubscribers(1, ENOUGH)) {
            throw new IllegalStateException("no subscriber came");
        }
        Bodies bodies = new Bodies(bytes, thread);
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
    public void subscribe(Tally tally) {
        var ignored = client.subscribe(message -> tally.take(message.bytes()), Envelopes.TOPIC);
    }

    @Override
    public void close() {
        long ignored = client.shutdown(ENOUGH);
    }
}
