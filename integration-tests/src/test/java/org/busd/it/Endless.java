package org.busd.it;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Bus;
import org.busd.BusClosedException;

/**
 * Program {@code <bytes>}: publishes numbered messages with a padding of so many bytes until the bus is closed under it.
 * Says {@code running} after the first thousand, {@code full} when a subscriber is, and at the end how many publishes
 * returned.
 */
final class Endless {
    private static final AtomicLong RETURNED = new AtomicLong();

    private Endless() {}

    public static void main(String[] arguments) throws Exception {
        String padding = "x".repeat(Integer.parseInt(arguments[0]));
        Thread publisher = new Thread(() -> publish(padding), "endless");
        // The JVM waits for its hooks, so this line is said however the threads are scheduled.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayEnd(publisher)));
        publisher.start();
        while (Bus.metrics().heldBackEpisodes() == 0 && publisher.isAlive()) {
            publisher.join(10);
        }
        Console.say("full");
    }

    private static void publish(String padding) {
        try {
            for (int n = 0; ; n++) {
                Bus.publish("numbered", Map.of("from", "endless", "n", n, "padding", padding));
                if (RETURNED.incrementAndGet() == 1000) {
                    Console.say("running");
                }
            }
        } catch (BusClosedException end) {
            return;
        }
    }

    private static void sayEnd(Thread publisher) {
        try {
            publisher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Console.say("returned " + RETURNED);
    }
}
