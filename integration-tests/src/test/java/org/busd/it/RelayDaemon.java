package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code bus relay} on ports of its own, started and ended as often as a test wants. */
final class RelayDaemon {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Site site;
    private final int port = FreePorts.range(2);
    private JavaProcess process;

    /** One that is not started yet. */
    RelayDaemon(Site site) {
        this.site = site;
    }

    String inbound() {
        return "tcp://127.0.0.1:" + port;
    }

    String outbound() {
        return "tcp://127.0.0.1:" + (port + 1);
    }

    /** Starts it and waits until it says that it is ready. */
    void start() throws IOException, InterruptedException {
        begin();
        awaitReady();
    }

    /** Starts it; it says on stderr that it is ready, which is what we read. */
    void begin() throws IOException {
        site.environment("JAVA_HOME", System.getProperty("java.home"));
        process = site.start(
                "relay",
                List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" relay \"$@\" 2>&1",
                        Site.COMMAND.toRealPath().toString(),
                        "--set=bus.relay.inbound=[\"" + inbound() + "\"]",
                        "--set=bus.relay.outbound=[\"" + outbound() + "\"]"));
    }

    void awaitReady() throws InterruptedException {
        process.awaitLine("bus: relaying " + inbound() + " -> " + outbound(), LONG);
    }

    /** Signals it, and waits until it has ended with {@code status}; returns how long that took. */
    Duration end(String signal, int status) throws IOException, InterruptedException {
        long start = System.nanoTime();
        process.signal(signal);
        assertThat(process.awaitExit(LONG)).as(process::tails).isEqualTo(status);
        Duration end = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("  relay ended " + end.toMillis() + " ms after SIG" + signal);
        return end;
    }
}
