package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What this process takes, for tests that bound it. */
final class Resources {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static {
        // With the first socket the JVM opens one of its own, for good: Java 25 when it is asked for, 17 before.
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(first.isBound()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final Set<String> threads = threads();
    private final long descriptors = descriptors();

    private Resources() {}

    /** What it takes now, to be compared with what it takes later. */
    static Resources now() {
        return new Resources();
    }

    /** The threads of clients and relays. */
    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("bus-") || thread.getName().startsWith("relay-")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    /** Sockets, pipes and selectors; the JVM opens files of its own as it goes. */
    private static long descriptors() {
        return Stream.of(new File("/proc/self/fd").listFiles())
                .filter(Resources::isNoFile)
                .count();
    }

    private static boolean isNoFile(File descriptor) {
        try {
            return !Files.readSymbolicLink(descriptor.toPath()).toString().startsWith("/");
        } catch (IOException closed) {
            return false;
        }
    }

    /** Waits until there are no threads and descriptors that were not there before. */
    void awaitGivenBack() {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(threads()).isSubsetOf(threads);
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        });
    }

    /** Waits for a half second in which the process took less than a third of one core; one that spins never has it. */
    static void awaitIdle() {
        await().atMost(LONG).pollDelay(Duration.ZERO).untilAsserted(() -> {
            long before = SYSTEM.getProcessCpuTime();
            Thread.sleep(500);
            assertThat(Duration.ofNanos(SYSTEM.getProcessCpuTime() - before))
                    .as("CPU time in half a second")
                    .isLessThan(Duration.ofMillis(160));
        });
    }

    /** Live objects on the heap, and direct memory, after a collection. */
    static long liveBytes() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
