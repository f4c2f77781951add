package org.busd.it;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Bus;
import org.busd.BusClosedException;

/**
 * Program {@code exit|return|memory}: four threads publish; then one of them calls {@link System#exit}, or main returns
 * while they, daemons, go on, or main runs out of memory. Says at the end how many publishes returned.
 */
final class Ending {
    private static final int THREADS = 4;
    /** How many messages each thread has published when the end comes. */
    private static final int EARLIER = 2_000;
    /** How many each publishes where nothing else ends it. */
    private static final int ALL = 20_000;

    private static final int LARGE = 32 << 20;

    private static final AtomicLong RETURNED = new AtomicLong();
    private static final AtomicLong REFUSED = new AtomicLong();
    private static final CountDownLatch GOING = new CountDownLatch(THREADS);

    private Ending() {}

    public static void main(String[] arguments) throws InterruptedException {
        String how = arguments[0];
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            boolean exits = t == 0 && how.equals("exit");
            int messages = how.equals("memory") ? ALL : Integer.MAX_VALUE;
            String from = "ending" + t;
            Thread thread = new Thread(() -> publish(from, messages, exits), from);
            thread.setDaemon(how.equals("return"));
            threads.add(thread);
        }
        // The JVM waits for its hooks, so this line is said however the threads are scheduled.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> sayEnd(threads, how.equals("exit"))));
        threads.forEach(Thread::start);
        GOING.await();
        if (how.equals("memory")) {
            useAllMemory();
        }
    }

    private static void publish(String from, int messages, boolean exits) {
        try {
            for (int n = 0; n < messages; n++) {
                if (n == EARLIER) {
                    GOING.countDown();
                    if (exits) {
                        System.exit(7);
                    }
                }
                publish(from, n);
            }
        } catch (BusClosedException end) {
            return;
        }
    }

    private static void publish(String from, int n) {
        try {
            Bus.publish("numbered", Map.of("from", from, "n", n));
            RETURNED.incrementAndGet();
        } catch (OutOfMemoryError e) {
            REFUSED.incrementAndGet();
        }
    }

    /** In large pieces: when there is no room for one more, there is for what is small. */
    private static void useAllMemory() {
        Queue<byte[]> hoard = new ArrayDeque<>();
        while (hoard.add(new byte[LARGE])) {
            Thread.onSpinWait();
        }
    }

    private static void sayEnd(List<Thread> threads, boolean oneExits) {
        try {
            // Who calls exit never comes back.
            for (Thread thread : oneExits ? threads.subList(1, THREADS) : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Console.say("returned " + RETURNED + " refused " + REFUSED);
    }
}
