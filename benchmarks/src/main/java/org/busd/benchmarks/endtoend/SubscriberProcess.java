package org.busd.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that subscribes. {@code clear} on its standard input begins anew; {@code await COUNT} waits until that many have
 * come, or for some time nothing has, and prints what came; {@code heap} prints how many bytes of the heap are in use.
 */
final class SubscriberProcess {
    private static final long SILENCE_NANOS = 3_000_000_000L;
    private static final long LOOK_NANOS = 1_000_000;

    private final Tally tally;
    private long cpu;

    SubscriberProcess(Tally tally) {
        this.tally = tally;
    }

    void serve(BufferedReader orders) throws IOException {
        System.out.println("ready");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            if (line.equals("clear")) {
                tally.clear();
                cpu = Usage.cpuNanos();
                System.out.println("cleared");
            } else if (line.equals("heap")) {
                System.out.println(Usage.heapBytes());
            } else {
                await(Long.parseLong(line.split(" ", -1)[1]));
                System.out.println(tally.figures()
                        .with("cpuNanos", Usage.cpuNanos() - cpu)
                        .with("residentBytes", Usage.residentBytes("self"))
                        .with("descriptors", Usage.descriptors()));
            }
        }
    }

    private void await(long count) {
        long silentFrom = System.nanoTime();
        long before = -1;
        while (tally.received() < count) {
            long received = tally.received();
            long now = System.nanoTime();
            if (received != before) {
                before = received;
                silentFrom = now;
            } else if (now - silentFrom > SILENCE_NANOS) {
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
