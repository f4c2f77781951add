package org.busd.benchmarks.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.busd.benchmarks.endtoend.Rounds.Load;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;

/** Signing with RSA costs so much that nothing else should be felt: as many signatures as the bare provider makes. */
final class SignedGoal {
    private static final int BYTES = 200;
    private static final int KEY_BITS = 2048;
    private static final long MILLIS = 2_000;
    private static final long COUNT = 2_000;
    /** So few messages a second take their time to make a JVM warm. */
    private static final long WARM_UP = 30_000;

    private static final double WANTED = 0.95;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Site site;
    private final int rounds;

    SignedGoal(Site site, int rounds) {
        this.site = site;
        this.rounds = rounds;
    }

    void measure(Goals goals) throws Exception {
        Path keys = Files.createTempDirectory(site.directory(), "keys");
        DevelopmentCa.Issued signer = DevelopmentCa.init(keys).issue("bench.example.org", KeyType.RSA);
        List<String> settings = List.of(
                "signing.enabled=true",
                "signing.algorithm=x509",
                "signing.certificate=" + signer.certificate(),
                "signing.key=" + signer.key());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        try (Pair processes = site.pair(Kind.BUSD, new Load(CORES, BYTES, 0), settings)) {
            Run ignored = processes.run(WARM_UP, 0);
            double[] ofRate = new double[rounds];
            double[] ofCpu = new double[rounds];
            Rate unusedWarmUp = bare(pair.getPrivate());
            for (int round = 0; round < rounds; round++) {
                Rate bare = bare(pair.getPrivate());
                Run run = processes.run(COUNT, 0);
                ofRate[round] = run.publishedPerSecond() / bare.perSecond();
                ofCpu[round] = run.publishedPerCpuSecond() / bare.perCpuSecond();
            }
            goals.add(
                    "published/s, signed (x509), a thread a core, the subscriber on the same cores: 0.95 of the JDK's"
                            + " signatures/s on all cores",
                    Spread.of(ofRate),
                    "%.2f",
                    true,
                    WANTED);
            goals.add(
                    "published a CPU second of the publisher, likewise: 0.95 of the JDK's signatures",
                    Spread.of(ofCpu),
                    "%.2f",
                    true,
                    WANTED);
        }
    }

    /** How many signatures the JDK makes. */
    private record Rate(double perSecond, double perCpuSecond) {}

    /** On all cores. */
    private static Rate bare(PrivateKey key) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CORES);
        try {
            long cpu = Usage.cpuNanos();
            long start = System.nanoTime();
            List<Future<Long>> counts = new ArrayList<>();
            for (int thread = 0; thread < CORES; thread++) {
                counts.add(threads.submit(() -> signatures(key)));
            }
            double sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return new Rate(sum * 1e9 / (System.nanoTime() - start), sum * 1e9 / (Usage.cpuNanos() - cpu));
        } finally {
            threads.shutdown();
        }
    }

    private static long signatures(PrivateKey key) throws GeneralSecurityException {
        byte[] text = new byte[2 * BYTES];
        long start = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - start < MILLIS * 1_000_000) {
            Signature signature = Signature.getInstance("SHA1withRSA");
            signature.initSign(key);
            signature.update(text);
            text[0] ^= signature.sign()[0];
            count++;
        }
        return count;
    }
}
