package org.busd.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.BusClient;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;

/**
 * Program {@code <rounds> used|unused}: opens one client after the other, has it publish and hear itself, or not, and closes
 * it. Says what the process takes of the host after the first tenth of them, and at the end.
 */
final class ClosingClients {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MESSAGES = 10;

    private static final AtomicLong RECEIVED = new AtomicLong();
    private static final List<ServerSocket> TAKEN = new ArrayList<>();
    private static long returned;
    private static long longestNanos;

    private ClosingClients() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        boolean used = arguments[1].equals("used");
        if (!used) {
            takeAllPorts();
        }
        run(rounds / 10, used);
        Footprint before = Footprint.now();
        run(rounds - rounds / 10, used);
        Footprint after = before.awaitNoMore();
        Console.say("published " + returned + " returned " + returned + " received " + RECEIVED + " longestMillis "
                + longestNanos / 1_000_000 + " " + before.said("Before") + " " + after.said("After"));
        System.exit(0);
    }

    /** So that nothing could be opened without our hearing of it. */
    private static void takeAllPorts() throws IOException {
        for (Endpoint endpoint : BusSettings.load().endpoints().get("local")) {
            TAKEN.add(new ServerSocket(endpoint.port(), 1, InetAddress.getByName(endpoint.host())));
        }
    }

    private static void run(int rounds, boolean used) throws Exception {
        for (int round = 0; round < rounds; round++) {
            BusClient client = BusClient.open();
            if (used) {
                use(client);
            }
            long start = System.nanoTime();
            if (client.shutdown(LONG) != 0) {
                throw new IllegalStateException("round " + round + ": not all was sent");
            }
            longestNanos = Math.max(longestNanos, System.nanoTime() - start);
            if (!client.publishingEndpoints().isEmpty()) {
                throw new IllegalStateException("round " + round + ": bound to " + client.publishingEndpoints());
            }
        }
    }

    private static void use(BusClient client) throws InterruptedException {
        long before = RECEIVED.get();
        // Opens the publishing side, so that the subscription finds it at once.
        if (!client.awaitSubscribers(0, LONG)) {
            throw new IllegalStateException();
        }
        client.subscribe(message -> {
            RECEIVED.incrementAndGet();
            synchronized (RECEIVED) {
                RECEIVED.notifyAll();
            }
        });
        if (!client.awaitSubscribers(1, LONG)) {
            throw new IllegalStateException("does not hear itself");
        }
        for (int n = 0; n < MESSAGES; n++) {
            client.publish("numbered", Map.of("from", "closing", "n", n));
            returned++;
        }
        long deadline = System.nanoTime() + LONG.toNanos();
        synchronized (RECEIVED) {
            while (RECEIVED.get() < before + MESSAGES && System.nanoTime() < deadline) {
                RECEIVED.wait(LONG.toMillis());
            }
        }
    }
}
