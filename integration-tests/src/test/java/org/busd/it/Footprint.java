package org.busd.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process takes of the host: live threads, open descriptors, and the bytes of heap left after a collection. */
record Footprint(long threads, long descriptors, long heap) {
    private static final long SOON_NANOS = 10_000_000_000L;

    static Footprint now() throws IOException {
        System.gc();
        return new Footprint(
                liveThreads(),
                openDescriptors(),
                Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }

    /** As {@link #now()}, once threads and descriptors are no more than these here, or some seconds are over. */
    Footprint awaitNoMore() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while ((liveThreads() > threads || openDescriptors() > descriptors) && System.nanoTime() - start < SOON_NANOS) {
            Thread.sleep(20);
        }
        Footprint after = now();
        if (after.threads > threads || after.descriptors > descriptors) {
            // So that whoever looks into this knows what is left.
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                System.err.println(thread);
                Stream.of(stack).forEach(frame -> System.err.println("    at " + frame));
            });
        }
        return after;
    }

    private static long liveThreads() {
        return Thread.getAllStackTraces().size();
    }

    static long openDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /** As one says it: {@code threads… 5 descriptors… 40 heap… 1234}. */
    String said(String when) {
        return "threads" + when + " " + threads + " descriptors" + when + " " + descriptors + " heap" + when + " "
                + heap;
    }
}
