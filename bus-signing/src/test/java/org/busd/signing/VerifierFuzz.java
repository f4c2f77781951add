package org.busd.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What Jazzer calls, in a process of its own, over and over (see {@link FuzzTest}). An input that begins with the byte 0x30,
 * as DER does and no message, is a certificate in a message that is otherwise good; any other is a whole message.
 */
public final class VerifierFuzz {
    static final String NAME = "orders-app01.example.org";
    static final String AUTHORITY = "ca.crt";
    static final String SEEDS = "seeds";
    private static final byte SEQUENCE = 0x30;

    private static Verifier verifier;
    private static final Set<String> SIGNED = new HashSet<>();

    private VerifierFuzz() {}

    /** Makes an authority, and messages and certificates to begin with, unless an earlier run has left some. */
    static void prepare(Path dir) throws IOException {
        Path seeds = dir.resolve(SEEDS);
        if (Files.isDirectory(seeds)) {
            return;
        }
        TestCertificate authority = TestCertificate.authority("test CA");
        Path making = Files.createDirectories(dir.resolve("making"));
        Files.writeString(dir.resolve(AUTHORITY), authority.pem());
        for (Algorithm algorithm : Algorithm.values()) {
            KeyPair pair = TestMessage.pairFor(algorithm);
            TestCertificate signer = authority.signer(NAME, pair);
            byte[] message = TestMessage.signed(signer, algorithm);
            Files.write(making.resolve(algorithm.crypto()), message);
            Files.write(making.resolve(algorithm.crypto() + ".certificate"), signer.encoded());
        }
        Files.move(making, seeds);
    }

    /**
     * Called by Jazzer once.
     *
     * @throws Exception when there is nothing to begin with
     */
    public static void fuzzerInitialize() throws Exception {
        Path dir = Path.of(System.getProperty("busd.test.fuzz"));
        verifier = Verifier.builder(TrustStore.open(dir.resolve(AUTHORITY), Optional.empty()))
                .build();
        try (DirectoryStream<Path> seeds = Files.newDirectoryStream(dir.resolve(SEEDS))) {
            for (Path seed : seeds) {
                byte[] message = Files.readAllBytes(seed);
                if (message[0] != SEQUENCE) {
                    SIGNED.add(whatWasSigned(message));
                }
            }
        }
        if (SIGNED.size() != Algorithm.values().length) {
            throw new IllegalStateException("not the messages of all algorithms are in " + dir);
        }
    }

    /**
     * Called by Jazzer with each input.
     *
     * @param input any
     * @throws Exception for a finding
     */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        byte[] message = input.length > 0 && input[0] == SEQUENCE ? carrying(input) : input;
        Verdict verdict = judge(message);
        if (verdict.isValid() && !SIGNED.contains(whatWasSigned(message))) {
            throw new IllegalStateException("valid, though nobody signed it");
        }
        byte[] spaced = Arrays.copyOf(message, message.length + 1); // no longer canonical: the slow way
        spaced[message.length] = ' ';
        if (!verdict.getClass().equals(judge(spaced).getClass())) {
            throw new IllegalStateException("the two ways of reading do not agree");
        }
    }

    private static Verdict judge(byte[] message) {
        Verdict verdict = verifier.verify(message);
        if (verdict instanceof Verdict.Invalid invalid && invalid.detail().startsWith("could not be verified")) {
            throw new IllegalStateException("caught at the last moment: " + invalid.detail());
        }
        return verdict;
    }

    private static byte[] carrying(byte[] certificate) {
        byte[] pem = TestCertificate.pem("CERTIFICATE", certificate).getBytes(US_ASCII);
        ObjectNode envelope = TestMessage.envelope().put("crypto", Algorithm.X509_ES256.crypto());
        return TestMessage.with(envelope, TestMessage.lines(pem), "QUJD");
    }

    private static String whatWasSigned(byte[] message) throws Exception {
        ObjectNode envelope = TestMessage.tree(CanonicalJson.canonicalize(message));
        envelope.remove("signature");
        envelope.remove("certificate");
        return new String(TestMessage.canonical(envelope), US_ASCII);
    }
}
