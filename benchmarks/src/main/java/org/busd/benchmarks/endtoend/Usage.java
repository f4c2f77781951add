package org.busd.benchmarks.endtoend;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process has used so far, as Linux tells. */
final class Usage {
    private static final long KIB = 1024;

    private Usage() {}

    /** The CPU time of this process. */
    static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** The CPU time of any process, in steps of 10 ms. */
    static long cpuNanos(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name, in brackets, may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return 10_000_000L * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    }

    /** The CPU time that the living threads of a process have had, to the nanosecond. */
    static long threadNanos(long pid) throws IOException {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                sum += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
            }
        }
        return sum;
    }

    /** Resident memory. */
    static long residentBytes(String pid) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", pid, "status"));
        for (String line : status) {
            if (line.startsWith("VmRSS:")) {
                return KIB * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS of process " + pid);
    }

    /** What the heap of this process holds that is still in use. */
    static long heapBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** Open file descriptors of this process. */
    static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
