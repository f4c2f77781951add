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
            Run ignored = processes.run(COUNT, 0);
            double[] ratios = new double[rounds];
            warmUp(pair.getPrivate());
            for (int round = 0; round < rounds; round++) {
                double bare = bare(pair.getPrivate());
                ratios[round] = processes.run(COUNT, 0).publishedPerSecond() / bare;
            }
            goals.add(
                    "published/s, signed (x509), a thread a core: 0.95 of the JDK's signatures/s on all cores",
                    Spread.of(ratios),
                    "%.2f",
                    true,
                    0.95);
        }
    }

    private static void warmUp(PrivateKey key) throws Exception {
        double ignored = bare(key);
    }

    /** Signatures a second, on all cores. */
    private static double bare(PrivateKey key) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CORES);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int thread = 0; thread < CORES; thread++) {
                rates.add(threads.submit(() -> signaturesPerSecond(key)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    private static double signaturesPerSecond(PrivateKey key) throws GeneralSecurityException {
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
        return count * 1e9 / (System.nanoTime() - start);
    }
}
