package org.busd.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.busd.Bus;
import org.busd.BusException;

/**
 * Program {@code <name> <messages a second> <subscribers>}: waits for so many subscribers and publishes numbered messages
 * at that rate, ten threads a second, each of which ends with its share; every other one leaves its thread socket to the
 * bus. Told {@code report} it pauses until their sockets are closed, and says what came of it and what it takes by then, heap
 * after a collection; told {@code end} it stops, and says the same. Ends when stdin does.
 */
final class Churn {
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long CLOSED_NANOS = 5_000_000_000L;

    private final String name;
    private final int share;
    private final ThreadFactory closing = Bus.wrap(Thread::new);
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    /** As few descriptors as were seen. */
    private long fewest = Long.MAX_VALUE;

    private Churn(String name, int rate) {
        this.name = name;
        this.share = Math.toIntExact(rate * PAUSE_NANOS / 1_000_000_000);
    }

    public static void main(String[] arguments) throws Exception {
        boolean there = Bus.awaitSubscribers(Integer.parseInt(arguments[2]), Duration.ofMinutes(1));
        Console.say("ready " + there);
        Churn churn = new Churn(arguments[0], Integer.parseInt(arguments[1]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        do {
            churn.publishUntil(commands);
            line = commands.readLine();
            if ("end".equals(line)) {
                boolean ignored = Bus.flush(Duration.ofMinutes(1));
            }
            Console.say(churn.report());
        } while ("report".equals(line));
        String ignored = commands.readLine();
        System.exit(0);
    }

    /** Goes on until there is something to read; all threads have ended then. */
    private void publishUntil(BufferedReader commands) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long due = System.nanoTime();
        while (!commands.ready()) {
            int from = next.getAndAdd(share);
            Runnable publishing = () -> publish(from);
            Thread thread = from / share % 2 == 0 ? closing.newThread(publishing) : new Thread(publishing);
            thread.start();
            threads.removeIf(one -> !one.isAlive());
            threads.add(thread);
            due += PAUSE_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void publish(int from) {
        for (int n = from; n < from + share; n++) {
            try {
                Bus.publish("numbered", Map.of("from", name, "n", n));
                returned.incrementAndGet();
            } catch (BusException e) {
                refused.incrementAndGet();
            }
        }
    }

    private String report() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (Bus.metrics().threadSockets() > 0 && System.nanoTime() - start < CLOSED_NANOS) {
            Thread.sleep(20);
        }
        Footprint footprint = Footprint.now();
        // ZeroMQ gives descriptors back later.
        while (footprint.descriptors() > fewest && System.nanoTime() - start < CLOSED_NANOS) {
            Thread.sleep(20);
            footprint = Footprint.now();
        }
        fewest = Math.min(fewest, footprint.descriptors());
        return "returned " + returned + " refused " + refused + " descriptors " + footprint.descriptors() + " threads "
                + footprint.threads() + " heap " + heapAfterCollection() + " sockets "
                + Bus.metrics().threadSockets() + " opened " + Bus.metrics().threadSocketsOpened();
    }

    /** As it was right after the last collection, whatever was allocated since. */
    private static long heapAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .mapToLong((MemoryPoolMXBean pool) -> pool.getCollectionUsage().getUsed())
                .sum();
    }
}
