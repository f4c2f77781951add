package org.busd.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.busd.signing.Algorithm;
import org.busd.signing.Verdict;
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

/** What verifying a message of a signer who is known costs, and what the bare call does on the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls.
public class VerifyingBenchmark {
    @Param({"x509", "x509-rs256", "x509-es256", "x509-ed25519"})
    public String algorithm;

    /** How long the text in the body is; the envelope is some 200 bytes longer, signature and certificate apart. */
    @Param({"200", "2000"})
    public int body;

    private SignedMessage message;
    private byte[] spaced;

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        message = SignedMessage.of(Algorithm.ofCrypto(algorithm).orElseThrow(), body);
        spaced = message.spaced();
        if (!message.isValid(spaced)) {
            throw new IllegalStateException("what was spaced is not valid");
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        message.close();
    }

    /** The least that there is to do. */
    @Benchmark
    public boolean bare() throws GeneralSecurityException {
        return message.bare().verify(message.plain(), message.signature());
    }

    /** All of it, on what bus.d sends. */
    @Benchmark
    public Verdict whole() {
        return message.verifier().verify(message.topic(), message.signed());
    }

    /** All of it, on what fedmsg sends, which has white space and an order of its own. */
    @Benchmark
    public Verdict wholeOfAnotherForm() {
        return message.verifier().verify(message.topic(), spaced);
    }
}
