package org.busd.it;

import java.lang.ref.Cleaner;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Bus;
import org.busd.BusClosedException;
import org.busd.ToJson;

/**
 * Program: publishes from where nobody would expect it, and at last from a shutdown hook of its own, beside the bus's, until
 * that has ended the bus. Then it says how many publishes returned.
 */
final class OddPlaces {
    private static final AtomicLong RETURNED = new AtomicLong();

    private OddPlaces() {}

    /** Publishes while it is initialised, which is the first publish of the process. */
    private static final class Static {
        static final int READY = publish("static", 0);
    }

    /** Publishes while it is being published. */
    private record Telling(int n) implements ToJson {
        @Override
        public Object toJson() {
            publish("toJson", n);
            return Map.of("from", "telling", "n", n);
        }
    }

    public static void main(String[] arguments) throws Exception {
        CountDownLatch hooked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            hooked.countDown();
            publishUntilTheEnd();
            Console.say("returned " + RETURNED);
        }));
        if (Static.READY != 0) {
            throw new IllegalStateException();
        }
        for (int n = 0; n < 10; n++) {
            Bus.publish("telling", new Telling(n));
            RETURNED.incrementAndGet();
        }
        fromACleaner();
        fromAnUncaughtExceptionHandler();
        Console.say("running");
        System.exit(0);
    }

    private static int publish(String from, int n) {
        Bus.publish("numbered", Map.of("from", from, "n", n));
        RETURNED.incrementAndGet();
        return n;
    }

    private static void fromACleaner() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Cleaner.Cleanable registered = Cleaner.create().register(new Object(), () -> {
            publish("cleaner", 0);
            done.countDown();
        });
        while (done.getCount() > 0) {
            System.gc();
        }
        done.await();
        registered.clean();
    }

    private static void fromAnUncaughtExceptionHandler() throws InterruptedException {
        Thread failing = new Thread(() -> {
            throw new IllegalStateException("on purpose");
        });
        failing.setUncaughtExceptionHandler((thread, failure) -> publish("handler", 0));
        failing.start();
        failing.join();
    }

    private static void publishUntilTheEnd() {
        for (int n = 0; ; n++) {
            try {
                publish("hook", n);
            } catch (BusClosedException e) {
                return;
            }
        }
    }
}
