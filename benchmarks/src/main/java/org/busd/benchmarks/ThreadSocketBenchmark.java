package org.busd.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.busd.BusClient;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a thread pays that publishes once: its socket, opened and closed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ThreadSocketBenchmark {
    private Optional<BusClient> client = Optional.empty();

    @Setup(Level.Trial)
    public void open() {
        client = Optional.of(BusClient.open(new Settings()
                .set("endpoints.local", "[\"tcp://127.0.0.1:24100-24199\"]")
                .load()));
    }

    @TearDown(Level.Trial)
    public void close() {
        long ignored = client.orElseThrow().shutdown(Duration.ofSeconds(5));
    }

    @Benchmark
    public void publishOnce() {
        client.orElseThrow().publish("bench", "published", Map.of());
        client.orElseThrow().closeThread();
    }
}
