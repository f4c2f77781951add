package org.busd.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.busd.signing.Algorithm;
import org.busd.signing.InvalidMessageException;
import org.busd.signing.SigningPair;
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

/** What signing a message costs, and what the bare call does on the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it calls.
public class SigningBenchmark {
    @Param({"x509", "x509-rs256", "x509-es256", "x509-ed25519"})
    public String algorithm;

    /** How long the text in the body is; the envelope is some 200 bytes longer, signature and certificate apart. */
    @Param({"200", "2000"})
    public int body;

    private SignedMessage message;
    /** Where the signature goes in {@link SignedMessage#plain()}. */
    private int before;

    private int afterCrypto;

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        message = SignedMessage.of(Algorithm.ofCrypto(algorithm).orElseThrow(), body);
        afterCrypto = message.afterCrypto();
        before = message.indexOf(",\"timestamp\"");
        if (!message.isValid(published())) {
            throw new IllegalStateException("what is published is not valid");
        }
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        message.close();
    }

    /** The least that there is to do. */
    @Benchmark
    public byte[] bare() throws GeneralSecurityException {
        return message.bare().sign(message.plain());
    }

    /** As {@code publish} does it, in the pass that encodes; the parts are copied, not encoded. */
    @Benchmark
    public byte[] published() {
        byte[] plain = message.plain();
        SigningPair pair = message.signer().pair();
        int begun = afterCrypto;
        int length = pair.openingLength() + plain.length - begun + pair.signatureLength();
        byte[] envelope = new byte[length];
        int at = pair.open(envelope);
        System.arraycopy(plain, begun, envelope, at, before - begun);
        int gap = at + before - begun;
        System.arraycopy(plain, before, envelope, gap + pair.signatureLength(), plain.length - before);
        return pair.sign(envelope, gap);
    }

    /** As {@code bus relay --sign} and {@code bus sign} do it: the envelope is read first. */
    @Benchmark
    public byte[] read() throws InvalidMessageException {
        return message.signer().sign(message.plain());
    }
}
