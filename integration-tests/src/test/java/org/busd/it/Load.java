package org.busd.it;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.busd.Bus;
import org.busd.BusException;
import org.busd.BusMetrics;

/**
 * Program {@code <threads> <messages a second> [<subscribers> [<name> [<topic>]]]}: waits for so many subscribers, two unless told
 * otherwise, and publishes numbered messages of some 200 bytes at that rate. Time that it is held up is not made up for. Told {@code report} it says what came of it since it was last told so; told {@code end} it
 * stops, has all handed on, and says the same. Ends when stdin does.
 */
final class Load {
    private static final String PADDING = "x".repeat(100);
    private static final long SHORTEST_SLEEP_NANOS = 500_000;

    private final String topic;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean over;

    private long returnedBefore;
    private BusMetrics metricsBefore = Bus.metrics();
    private long nanosBefore = System.nanoTime();
    private Duration cpuBefore = cpu();

    private Load(String name, String topic, int threads, int rate) {
        this.topic = topic;
        this.pauseNanos = 1_000_000_000L * threads / rate;
        for (int t = 0; t < threads; t++) {
            String from = name + t;
            Thread thread = new Thread(() -> publish(from), from);
            this.threads.add(thread);
            thread.start();
        }
    }

    public static void main(String[] arguments) throws Exception {
        int subscribers = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
        boolean there = Bus.awaitSubscribers(subscribers, Duration.ofMinutes(1));
        Console.say("ready " + there);
        String name = arguments.length > 3 ? arguments[3] : "load";
        String topic = arguments.length > 4 ? arguments[4] : "numbered";
        Load load = new Load(name, topic, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = commands.readLine()) != null) {
            if (line.equals("end")) {
                load.end();
            }
            Console.say(load.report());
        }
        System.exit(0);
    }

    private void publish(String from) {
        long next = System.nanoTime();
        for (int n = 0; !over; ) {
            long now = System.nanoTime();
            if (next - now > SHORTEST_SLEEP_NANOS) {
                LockSupport.parkNanos(next - now);
            }
            next = Math.max(next, now - SHORTEST_SLEEP_NANOS) + pauseNanos;
            long start = System.nanoTime();
            try {
                Bus.publish(topic, Map.of("from", from, "n", n, "padding", PADDING));
                n++;
                returned.incrementAndGet();
            } catch (BusException e) {
                refused.incrementAndGet();
                LockSupport.parkNanos(1_000_000);
            }
            longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
    }

    private void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        boolean ignored = Bus.flush(Duration.ofMinutes(1));
    }

    /** Times in ms; CPU time in µs a second. */
    private String report() {
        BusMetrics metrics = Bus.metrics();
        long nanos = System.nanoTime();
        Duration cpu = cpu();
        long elapsed = nanos - nanosBefore;
        long all = returned.get();
        String report = "returned " + (all - returnedBefore) + " all " + all + " refused " + refused.getAndSet(0)
                + " ms "
                + elapsed / 1_000_000 + " longest " + longestNanos.getAndSet(0) / 1_000_000 + " heldBack "
                + (metrics.heldBackEpisodes() - metricsBefore.heldBackEpisodes()) + " heldBackMs "
                + metrics.heldBackTime().minus(metricsBefore.heldBackTime()).toMillis() + " dropEpisodes "
                + (metrics.dropEpisodes() - metricsBefore.dropEpisodes()) + " cpu "
                + cpu.minus(cpuBefore).toNanos() / 1000 * 1_000_000 / (elapsed / 1000);
        returnedBefore = all;
        metricsBefore = metrics;
        nanosBefore = nanos;
        cpuBefore = cpu;
        return report;
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }
}
