package org.busd.it;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.busd.Bus;

/**
 * Program {@code <messages>}: waits for a subscriber, publishes a message each millisecond with work of its own in between,
 * and says how much CPU time its own thread and ZeroMQ's took for it.
 */
final class SharedCore {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private SharedCore() {}

    public static void main(String[] arguments) throws Exception {
        boolean ignored = Bus.awaitSubscribers(1, Duration.ofMinutes(1));
        int messages = Integer.parseInt(arguments[0]);
        long own = THREADS.getCurrentThreadCpuTime();
        long zeromqs = zeromqsCpuTime();
        for (int n = 0; n < messages; n++) {
            Bus.publish("numbered", Map.of("from", "it", "n", n));
            work();
        }
        Console.say("published " + messages + " ownMicros " + (THREADS.getCurrentThreadCpuTime() - own) / 1_000
                + " zeromqMicros " + (zeromqsCpuTime() - zeromqs) / 1_000);
    }

    /** For a millisecond of CPU time. */
    private static void work() {
        long until = THREADS.getCurrentThreadCpuTime() + 1_000_000;
        while (THREADS.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
    }

    private static long zeromqsCpuTime() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains("iothread"))
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
