package org.busd.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Bus;
import org.busd.BusMetrics;

/**
 * Program {@code <name> <threads> <messages> return|park [<subscribers>]}: waits for so many subscribers, none unless told;
 * each thread publishes so many numbered messages as fast as it can; then it says how many publishes returned, and returns
 * from main, or stays until it is signalled.
 */
final class Publisher {
    private Publisher() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        int messages = Integer.parseInt(arguments[2]);
        if (arguments.length > 4 && !Bus.awaitSubscribers(Integer.parseInt(arguments[4]), Duration.ofMinutes(1))) {
            Console.say("lonely");
        }
        AtomicLong returned = new AtomicLong();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            String from = name + "/" + i;
            Thread thread = new Thread(() -> publish(from, messages, returned));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        BusMetrics metrics = Bus.metrics();
        Console.say("returned " + returned + " published " + metrics.published() + " ms "
                + (System.nanoTime() - start) / 1_000_000 + " heldBack " + metrics.heldBackEpisodes() + " dropEpisodes "
                + metrics.dropEpisodes());
        if (arguments[3].equals("park")) {
            new CountDownLatch(1).await();
        }
    }

    private static void publish(String from, int messages, AtomicLong returned) {
        for (int n = 0; n < messages; n++) {
            Bus.publish("numbered", Map.of("from", from, "n", n));
            returned.incrementAndGet();
        }
    }
}
