package org.busd.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;

/** jnats and nats-server: the same objects, made JSON by Jackson. One connection a process, as its authors advise. */
final class NatsWiring implements Wiring {
    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final Connection connection;
    private final int bytes;

    NatsWiring(int port, int bytes) throws IOException, InterruptedException {
        this.connection = Nats.connect(
                new Options.Builder().server("nats://127.0.0.1:" + port).build());
        this.bytes = bytes;
    }

    @Override
    public Sender sender(int thread) {
        ObjectWriter writer = JsonMapper.builder().build().writer();
        Bodies bodies = new Bodies(bytes, thread);
        return new Sender() {
            @Override
            public void publish(long at, long n) throws Exception {
                connection.publish(Envelopes.TOPIC, writer.writeValueAsBytes(bodies.object(at, n)));
            }

            @Override
            public void close() {
                // The connection does it for all.
            }
        };
    }

    @Override
    public void subscribe(Tally tally) throws Exception {
        Dispatcher dispatcher = connection.createDispatcher(message -> tally.take(message.getData()));
        // It loses what it has no room for: as much as is ever sent in a run.
        dispatcher.setPendingLimits(-1, -1);
        dispatcher.subscribe(Envelopes.TOPIC);
        connection.flush(ENOUGH);
    }

    @Override
    public void close() throws Exception {
        connection.flush(ENOUGH);
        connection.close();
    }
}
