package org.busd.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.busd.BusClient;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a publish costs its caller. With {@code via = none} that is to encode, to sign and to count; with {@code endpoint}
 * also the way to the outlet and through its socket, where nobody listens: at full speed the slower of the two sets the
 * pace. {@code -t 8} for threads, {@code -prof gc} for bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PublishBenchmark {
    private static final String NAME = "bench.example.org";

    @Param
    public Shape shape = Shape.RECORD;

    @Param({"50", "200", "2048"})
    public int bytes;

    /** The words of {@code bus.signing.algorithm}, or {@code none}. */
    @Param({"none", "x509", "x509-rs256", "x509-es256", "x509-ed25519"})
    public String sign = "";

    @Param({"none", "endpoint"})
    public String via = "";

    private Object body = "";
    private Optional<BusClient> client = Optional.empty();

    @Setup(Level.Trial)
    public void open() throws IOException {
        body = shape.of(1, 1, Shape.pad(bytes), 1);
        Settings settings = new Settings()
                .set("endpoints.local", "[\"tcp://127.0.0.1:24100-24199\"]")
                .set("publish.via", via);
        Path keys = Files.createTempDirectory("busd-benchmarks-");
        try {
            if (!sign.equals("none")) {
                sign(settings, keys);
            }
            client = Optional.of(BusClient.open(settings.load()));
        } finally {
            delete(keys);
        }
    }

    private void sign(Settings settings, Path keys) throws IOException {
        KeyType type = switch (sign) {
            case "x509-es256" -> KeyType.EC;
            case "x509-ed25519" -> KeyType.ED25519;
            default -> KeyType.RSA;
        };
        DevelopmentCa.Issued signer = DevelopmentCa.init(keys).issue(NAME, type);
        settings.set("signing.enabled", "true")
                .set("signing.algorithm", sign)
                .set("signing.certificate", signer.certificate().toString())
                .set("signing.key", signer.key().toString());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @TearDown(Level.Trial)
    public void close() {
        long ignored = client.orElseThrow().shutdown(Duration.ofSeconds(5));
    }

    @Benchmark
    public void publish() {
        client.orElseThrow().publish("bench", "published", body);
    }
}
