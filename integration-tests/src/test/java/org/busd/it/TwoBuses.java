package org.busd.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.BusClient;
import org.busd.config.SettingsLoader;

/** Program {@code <drop-ins> <drop-ins> <threads> <messages>}: threads that publish on two buses by turns. */
final class TwoBuses {
    private TwoBuses() {}

    public static void main(String[] arguments) throws Exception {
        int messages = Integer.parseInt(arguments[3]);
        AtomicLong returned = new AtomicLong();
        try (BusClient one = open(arguments[0]);
                BusClient two = open(arguments[1])) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                String from = Integer.toString(i);
                Thread thread = new Thread(() -> publish(one, two, from, messages, returned));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            Console.say("returned " + returned + " published "
                    + (one.metrics().published() + two.metrics().published()));
        }
    }

    private static BusClient open(String dropIns) {
        return BusClient.open(SettingsLoader.create().config(Path.of(dropIns)).load());
    }

    private static void publish(BusClient one, BusClient two, String from, int messages, AtomicLong returned) {
        for (int n = 0; n < messages; n++) {
            for (BusClient bus : List.of(one, two)) {
                bus.publish("numbered", Map.of("from", from, "n", n));
                returned.incrementAndGet();
            }
        }
    }
}
