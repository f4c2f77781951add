package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.TrustStore;
import org.busd.signing.Verdict;
import org.busd.signing.Verifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignCommandTest {
    private static final String ONE =
            "{\"topic\": \"t\", \"i\":1,\"msg\":{\"text\":\"gr\u00fcn\"},\"msg_id\":\"2026-1\",\"timestamp\":1}";
    private static final String TWO = ONE.replace("2026-1", "2026-2");

    @TempDir
    Path dir;

    private Verifier verifier;

    @BeforeEach
    void setUp() {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        ca.issue("ec", KeyType.EC);
        ca.issue("rsa", KeyType.RSA);
        verifier = Verifier.builder(TrustStore.open(ca.certificate(), Optional.empty()))
                .build();
    }

    private ToolFixture.Result sign(String name, String stdin, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "sign",
                "--certificate",
                dir.resolve(name + ".crt").toString(),
                "--key",
                dir.resolve(name + ".key").toString()));
        args.addAll(Arrays.asList(more));
        return new ToolFixture().stdin(stdin).run(args.toArray(String[]::new));
    }

    private Verdict verdict(String line) {
        return verifier.verify(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachLineIsSigned() {
        ToolFixture.Result signed = sign("ec", ONE + "\n" + TWO + "\n").endedWith(0);
        assertThat(signed.err()).isEmpty();
        assertThat(signed.lines()).hasSize(2).allSatisfy(line -> {
            assertThat(verdict(line)).isEqualTo(new Verdict.Valid("ec"));
            assertThat(line).contains("\"crypto\":\"x509-es256\"", "gr\\u00fcn");
        });
    }

    @Test
    void aSignatureThatIsThereIsReplaced() {
        String first = sign("rsa", ONE, "--algorithm", "x509-rs256")
                .endedWith(0)
                .lines()
                .get(0);
        assertThat(verdict(first)).isEqualTo(new Verdict.Valid("rsa"));
        String second = sign("ec", first).endedWith(0).lines().get(0);
        assertThat(verdict(second)).isEqualTo(new Verdict.Valid("ec"));
        assertThat(second).isEqualTo(sign("ec", ONE).lines().get(0));
    }

    @Test
    void aFileIsReadAndSha1IsWarnedOf() throws Exception {
        Path file = Files.writeString(dir.resolve("messages"), ONE);
        ToolFixture.Result signed = sign("rsa", "", file.toString()).endedWith(0);
        assertThat(signed.lines()).singleElement().asString().contains("\"crypto\":\"x509\"");
        assertThat(signed.err()).contains("only for talking to fedmsg");
        assertThat(sign("ec", "", dir.resolve("none").toString()).endedWith(2).err())
                .isEqualTo("bus: " + dir.resolve("none") + ": there is no such file\n");
        assertThat(sign("ec", "", dir.toString()).endedWith(2).err()).isEqualTo("bus: " + dir + ": is a directory\n");
    }

    @Test
    void whatIsThereAlreadyIsSignedWithoutAFlushForEachLine() throws Exception {
        Path file = Files.writeString(dir.resolve("messages"), (ONE + "\n").repeat(200));
        AtomicInteger flushes = new AtomicInteger();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushes.incrementAndGet();
            }
        };
        ToolFixture.Result signed = new ToolFixture()
                .stdout(out)
                .run(
                        "sign",
                        "--certificate=" + dir.resolve("ec.crt"),
                        "--key=" + dir.resolve("ec.key"),
                        file.toString())
                .endedWith(0);
        assertThat(signed.err()).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(200);
        assertThat(flushes).hasValueLessThan(10);
    }

    /** Standard output is a buffer here, as it is for the real command. */
    @Test
    void whatComesSlowlyComesOutAsItComes() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PipedOutputStream pipe = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(pipe, 1 << 16)) {
            ToolFixture.Running sign = new ToolFixture()
                    .stdin(in)
                    .stdout(new BufferedOutputStream(out, 1 << 20))
                    .start("sign", "--certificate=" + dir.resolve("ec.crt"), "--key=" + dir.resolve("ec.key"));
            for (int n = 1; n <= 3; n++) {
                // A line, and the beginning of the next.
                pipe.write((n == 1 ? ONE + "\n" + TWO.substring(0, 5) : TWO.substring(5) + "\n" + TWO.substring(0, 5))
                        .getBytes(StandardCharsets.UTF_8));
                pipe.flush();
                int lines = n;
                await().atMost(Duration.ofSeconds(20))
                        .until(() ->
                                out.toString(StandardCharsets.UTF_8).lines().count() == lines);
            }
            pipe.write(TWO.substring(5).getBytes(StandardCharsets.UTF_8));
            pipe.close();
            sign.result().endedWith(0);
            assertThat(out.toString(StandardCharsets.UTF_8).lines())
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(verdict(line)).isEqualTo(new Verdict.Valid("ec")));
        }
    }

    @Test
    void aBadLineEndsItAfterThoseBefore() {
        ToolFixture.Result signed =
                sign("ec", ONE + "\n{\"a\":}\n" + TWO + "\n").endedWith(2);
        assertThat(signed.lines()).hasSize(1);
        assertThat(signed.err()).startsWith("bus: line 2 of standard input: byte 5: expected a value");
        assertThat(sign("ec", "{\"topic\":\"t\"}").endedWith(2).err())
                .startsWith("bus: line 1 of standard input: an envelope has i");
    }

    @Test
    void aPairThatCannotSignIsWrongConfiguration() throws Exception {
        assertThat(sign("none", ONE).endedWith(2).err()).contains("none.crt: there is no such file");
        assertThat(sign("ec", ONE, "--algorithm", "x509").endedWith(2).err()).contains("its key is P-256");
        assertThat(sign("ec", ONE, "--algorithm", "rot13").endedWith(2).err())
                .isEqualTo("bus: --algorithm rot13 is none of x509, x509-rs256, x509-es256, x509-ed25519\n");
        Files.copy(dir.resolve("rsa.key"), dir.resolve("ec.key"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(sign("ec", ONE).endedWith(2).err()).contains("ec.key: is not the key of the certificate in ");
        assertThat(new ToolFixture().run("sign", "--key", "k").endedWith(2).err())
                .contains("--certificate");
    }
}
