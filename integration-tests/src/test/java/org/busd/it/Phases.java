package org.busd.it;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.busd.Bus;
import org.busd.BusException;
import org.busd.BusMetrics;

/**
 * Program {@code <threads>}: told {@code <topic> <n>}, each thread tries to publish n messages there, as fast as it can;
 * with 0, some hundred a second until the next line. At the end of each such phase it says what came of it. Messages are
 * numbered from 0 by thread and topic, those refused not counted. Ends when stdin does, or told {@code end}.
 */
final class Phases {
    private static final long PAUSE_NANOS = 1_000_000;

    private final String topic;
    private final int attempts;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong tried = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final long start = System.nanoTime();
    private volatile boolean over;

    private Phases(String topic, int threads, int attempts) {
        this.topic = topic;
        this.attempts = attempts;
        for (int t = 0; t < threads; t++) {
            String from = "thread" + t;
            Thread thread = new Thread(() -> publish(from), from);
            this.threads.add(thread);
            thread.start();
        }
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int threads = Integer.parseInt(arguments[0]);
        Phases endless = null;
        String line = commands.readLine();
        while (line != null) {
            if (endless != null) {
                endless.end();
                endless = null;
            }
            if (line.equals("end")) {
                return;
            }
            String[] words = line.split(" ", -1);
            Phases phase = new Phases(words[0], threads, Integer.parseInt(words[1]));
            if (phase.attempts == 0) {
                endless = phase;
            } else {
                phase.end();
            }
            line = commands.readLine();
        }
    }

    private void publish(String from) {
        int n = 0;
        for (int attempt = 0; attempts == 0 ? !over : attempt < attempts; attempt++) {
            if (attempts == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            long before = System.nanoTime();
            try {
                tried.incrementAndGet();
                Bus.publish(topic, Map.of("from", from, "n", n));
                returned.incrementAndGet();
                n++;
            } catch (BusException e) {
                Console.say("refused " + e.getMessage());
            }
            if (attempt > 0) {
                longestNanos.accumulateAndGet(System.nanoTime() - before, Math::max);
            }
        }
    }

    /** The longest publish but a thread's first; times in ms. */
    private void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        BusMetrics metrics = Bus.metrics();
        Console.say("tried " + tried + " returned " + returned + " ms " + millis(System.nanoTime() - start)
                + " longest " + millis(longestNanos.get()) + " heldBack " + metrics.heldBackEpisodes()
                + " dropEpisodes "
                + metrics.dropEpisodes());
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
