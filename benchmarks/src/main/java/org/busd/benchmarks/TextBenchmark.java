package org.busd.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.busd.internal.topic.TopicPattern;
import org.busd.signing.CanonicalJson;
import org.busd.signing.EnvelopeText;
import org.busd.signing.InvalidMessageException;
import org.busd.signing.MalformedJsonException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done to the text of a received message before anybody sees it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TextBenchmark {
    private static final String TOPIC = "org.example.prod.orders.order.created";

    @Param({"50", "200", "2048"})
    public int bytes;

    private byte[] canonical = {};
    /** Members in another order, white space. */
    private byte[] loose = {};

    private final byte[] frame = TOPIC.getBytes(StandardCharsets.UTF_8);

    private final TopicPattern prefix = new TopicPattern("org.example.prod.orders");
    private final TopicPattern pattern = new TopicPattern("org.example.*.order.created");
    private String topic = TOPIC;

    @Setup
    public void setUp() throws MalformedJsonException {
        String body = "{\"thread\": 1, \"n\": 1, \"at\": 1764000000.5, \"pad\": \"" + Shape.pad(bytes) + "\"}";
        loose = ("{\"topic\": \"" + TOPIC + "\", \"i\": 1, \"msg\": " + body
                        + ", \"msg_id\": \"2026-b1bd6a8a-29cc-4a09-b1ec-fb6a1ba0b9d2\", \"timestamp\": 1764000000}")
                .getBytes(StandardCharsets.UTF_8);
        canonical = CanonicalJson.canonicalize(loose);
    }

    @Benchmark
    public byte[] canonicalize() throws MalformedJsonException {
        return CanonicalJson.canonicalize(loose);
    }

    /** The look that most messages get away with. */
    @Benchmark
    public boolean isCanonical() {
        return CanonicalJson.isCanonical(canonical, 0, canonical.length);
    }

    /** All that is looked at where nothing is verified. */
    @Benchmark
    public EnvelopeText readEnvelope() throws InvalidMessageException {
        EnvelopeText envelope = EnvelopeText.read(canonical);
        envelope.checkTopic(frame);
        return envelope;
    }

    @Benchmark
    public boolean matchPrefix() {
        return prefix.matches(topic);
    }

    @Benchmark
    public boolean matchPattern() {
        return pattern.matches(topic);
    }
}
