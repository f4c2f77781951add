package org.busd.benchmarks.endtoend;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A process that publishes. For each line {@code publish COUNT RATE} on its standard input it does so (that many messages by
 * all threads together, each in its turn; a rate of 0: as fast as it can), and prints how it went; {@code heap} prints how
 * many bytes of the heap are in use.
 */
final class PublisherProcess {
    private static final long HIGHEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;
    /** Less is not worth going to sleep for. */
    private static final long SHORTEST_NAP_NANOS = 20_000;

    private final List<Sender> senders = new ArrayList<>();
    private final ExecutorService threads;

    PublisherProcess(Wiring wiring, int threads) throws Exception {
        // A thread socket belongs to its thread: each sender is made and used on its own.
        this.threads = Executors.newFixedThreadPool(threads);
        for (int thread = 0; thread < threads; thread++) {
            senders.add(wiring.sender(thread));
        }
    }

    void serve(BufferedReader orders) throws Exception {
        System.out.println("ready");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("heap")) {
                System.out.println(Usage.heapBytes());
            } else {
                System.out.println(publish(Long.parseLong(words[1]), Double.parseDouble(words[2])));
            }
        }
        threads.shutdown();
        for (Sender sender : senders) {
            sender.close();
        }
    }

    private Figures publish(long count, double rate) throws InterruptedException, ExecutionException, IOException {
        // One for all: each takes some 200 KB. Recording into it is an atomic addition or two.
        ConcurrentHistogram calls = new ConcurrentHistogram(HIGHEST_NANOS, DIGITS);
        long cpu = Usage.cpuNanos();
        long start = System.nanoTime();
        List<Future<Long>> parts = new ArrayList<>();
        for (int i = 0; i < senders.size(); i++) {
            Sender sender = senders.get(i);
            double turn = (double) i / senders.size();
            parts.add(threads.submit(() -> part(sender, count / senders.size(), rate / senders.size(), turn, calls)));
        }
        long allocated = 0;
        for (Future<Long> part : parts) {
            allocated += part.get();
        }
        long end = System.nanoTime();
        return new Figures()
                .with("published", count / senders.size() * senders.size())
                .with("startNanos", start)
                .with("endNanos", end)
                .with("cpuNanos", Usage.cpuNanos() - cpu)
                .with("allocatedBytes", allocated)
                .with("residentBytes", Usage.residentBytes("self"))
                .with("descriptors", Usage.descriptors())
                .with("callMean", calls.getMean())
                .with("callP50", calls.getValueAtPercentile(50))
                .with("callP99", calls.getValueAtPercentile(99))
                .with("callP999", calls.getValueAtPercentile(99.9));
    }

    /**
     * What one thread does.
     *
     * @param turn how much later than the first it begins, in messages of this thread
     * @return how many bytes were allocated
     */
    private static long part(Sender sender, long count, double rate, double turn, Histogram calls) throws Exception {
        ThreadMXBean allocations = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long self = Thread.currentThread().getId();
        long allocated = allocations.getThreadAllocatedBytes(self);
        long begin = System.nanoTime();
        for (long n = 0; n < count; n++) {
            long at = System.nanoTime();
            if (rate > 0) {
                long due = begin + (long) ((n + turn) * 1e9 / rate);
                while (due - at > SHORTEST_NAP_NANOS) {
                    LockSupport.parkNanos(due - at);
                    at = System.nanoTime();
                }
            }
            sender.publish(at, n);
            calls.recordValue(Math.min(System.nanoTime() - at, HIGHEST_NANOS));
        }
        return allocations.getThreadAllocatedBytes(self) - allocated;
    }
}
