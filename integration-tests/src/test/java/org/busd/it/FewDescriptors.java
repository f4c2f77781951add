package org.busd.it;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.BusException;
import org.busd.config.SettingsException;

/**
 * Program {@code none|few|more}: takes all descriptors that there are, or all but a few, before the first publish of the
 * process, or all after it; tries to publish from threads that have no socket yet, and says what became of that, and what the first was told; gives the
 * descriptors back, and publishes again.
 */
final class FewDescriptors {
    private static final int THREADS = 20;
    /** More than a ZeroMQ context has room for sockets. */
    private static final int TRIES = 1_100;
    /** To be read, but not for a bus. */
    private static final int ENOUGH_FOR_SETTINGS = 6;

    private static final AtomicInteger RETURNED = new AtomicInteger();
    private static final AtomicInteger REFUSED = new AtomicInteger();

    private FewDescriptors() {}

    public static void main(String[] arguments) throws Exception {
        // Without descriptors a JVM cannot load classes either, and never tries again: so each is used before.
        Console.say("limited");
        if (arguments[0].equals("more")) {
            awaitListener();
            publish("before");
        } else {
            publishByAnother();
        }
        List<InputStream> hoard = new ArrayList<>();
        takeAll(hoard);
        if (arguments[0].equals("few")) {
            for (int i = 0; i < ENOUGH_FOR_SETTINGS; i++) {
                hoard.remove(hoard.size() - 1).close();
            }
        }
        fromThreads("without");
        insist();
        for (InputStream held : hoard) {
            held.close();
        }
        int without = RETURNED.get();
        int refused = REFUSED.get();
        fromThreads("with");
        Console.say("returned " + RETURNED + " tried " + (RETURNED.get() + REFUSED.get()) + " without " + without
                + " refused " + refused + " later " + (REFUSED.get() - refused) + " hoarded " + hoard.size());
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    /** Without descriptors it could not come in. */
    private static void awaitListener() throws InterruptedException {
        try {
            boolean ignored = Bus.awaitSubscribers(1, Duration.ofSeconds(20));
        } catch (BusException | SettingsException e) {
            Console.say("no bus to listen to: " + e.getMessage());
        }
    }

    /** By another client than the process's own, which is left to open without descriptors. */
    private static void publishByAnother() {
        try (BusClient another = BusClient.open()) {
            publish(another::publish, "before");
        }
    }

    private static void takeAll(List<InputStream> hoard) {
        try {
            while (true) {
                hoard.add(new FileInputStream(Path.of("/dev/null").toFile()));
            }
        } catch (IOException none) {
            Console.say("took " + hoard.size());
        }
    }

    /** All of them at once, so that each needs a socket of its own. */
    private static void fromThreads(String from) throws InterruptedException {
        CountDownLatch tried = new CountDownLatch(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            String name = from + t;
            Thread thread = new Thread(() -> {
                publish(name);
                tried.countDown();
                try {
                    tried.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** One thread that has no socket, again and again. */
    private static void insist() throws InterruptedException {
        Thread thread = new Thread(() -> {
            for (int i = 0; i < TRIES; i++) {
                publish("insisting");
            }
        });
        thread.start();
        thread.join();
    }

    private static void publish(String from) {
        publish(Bus::publish, from);
    }

    private static void publish(BiConsumer<String, Object> bus, String from) {
        try {
            bus.accept("numbered", Map.of("from", from, "n", 0));
            RETURNED.incrementAndGet();
        } catch (BusException | SettingsException e) {
            if (REFUSED.getAndIncrement() == 0) {
                Console.say("refused: " + e.getMessage());
            }
        }
    }
}
