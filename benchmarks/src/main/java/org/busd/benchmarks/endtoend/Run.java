package org.busd.benchmarks.endtoend;

/**
 * One run of a pair.
 *
 * @param published what its publisher tells
 * @param received what its subscriber tells
 * @param brokerCpuNanos what the server between them has worked
 */
record Run(Figures published, Figures received, long brokerCpuNanos, long brokerResidentBytes) {
    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;
    private static final double MEBIBYTE = 1 << 20;

    /** From the first call to publish to the last message's arrival, all that came. */
    double receivedPerSecond() {
        return received.get("received") * NANOS / (received.get("lastNanos") - published.get("startNanos"));
    }

    double publishedPerSecond() {
        return published.get("published") * NANOS / (published.get("endNanos") - published.get("startNanos"));
    }

    /** Of the publisher alone. */
    double publishedPerCpuSecond() {
        return published.get("published") * NANOS / published.get("cpuNanos");
    }

    double lost() {
        return published.get("published") - received.get("received");
    }

    double wrong() {
        return received.get("wrong");
    }

    /** All processes together. */
    double cpuSecondsPerMillion() {
        double nanos = published.get("cpuNanos") + received.get("cpuNanos") + brokerCpuNanos;
        return nanos / NANOS * MILLION / published.get("published");
    }

    /** Of all processes together. */
    double residentMebibytes() {
        return (published.get("residentBytes") + received.get("residentBytes") + brokerResidentBytes) / MEBIBYTE;
    }

    /** On the publishing threads; zero where it is not known. */
    double allocatedBytes() {
        return published.has("allocatedBytes") ? published.get("allocatedBytes") / published.get("published") : 0;
    }
}
