package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.busd.signing.CanonicalJson;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;
import org.busd.signing.MalformedJsonException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TOPIC = "org.example.dev.orders.order.created";
    private static final String NAME = "orders-app01.example.org";

    @TempDir
    private Path dir;

    private DevelopmentCa ca;
    private DevelopmentCa.Issued signer;

    @BeforeEach
    void init() {
        ca = DevelopmentCa.init(dir.resolve("pki"));
        signer = ca.issue(NAME, KeyType.EC);
    }

    private String signed(int i) throws Exception {
        ObjectNode envelope = MAPPER.createObjectNode();
        envelope.put("i", i)
                .put("msg_id", "2026-" + i)
                .put("timestamp", 1764000000)
                .put("topic", TOPIC);
        envelope.put("crypto", "x509-es256").putObject("msg");
        envelope.put("signature", Base64.getEncoder().encodeToString(signature(canonical(envelope))));
        byte[] certificate = Files.readAllBytes(signer.certificate());
        envelope.put("certificate", Base64.getEncoder().encodeToString(certificate));
        return envelope.toString();
    }

    private byte[] signature(byte[] signed) throws GeneralSecurityException, IOException {
        String base64 = Files.readString(signer.key()).replaceAll("-----.*-----|\\s", "");
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64))));
        signature.update(signed);
        return signature.sign();
    }

    private static byte[] canonical(ObjectNode envelope) throws MalformedJsonException {
        return CanonicalJson.canonicalize(envelope.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ToolFixture.Result verify(String input, String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "verify";
        args[1] = "--ca";
        args[2] = ca.certificate().toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return new ToolFixture().stdin(input).run(args);
    }

    @Test
    void printsAVerdictALineAndIsDoneOnlyIfAllAreValid() throws Exception {
        ToolFixture.Result good = verify(signed(1) + "\r\n" + signed(2)).endedWith(ExitCode.DONE);
        assertThat(good.lines()).containsExactly("valid\t" + NAME, "valid\t" + NAME);
        String spoilt = signed(3).replace("\"i\":3", "\"i\":4");
        ToolFixture.Result mixed = verify(
                        spoilt + "\n\n{}\n" + signed(1) + "\n" + signed(1).replace("signature", "x"))
                .endedWith(ExitCode.FAILED);
        assertThat(mixed.lines())
                .containsExactly(
                        "invalid\tbad-signature",
                        "invalid\tnot-json",
                        "invalid\tbad-envelope",
                        "valid\t" + NAME,
                        "invalid\tunsigned");
        assertThat(mixed.err()).isEmpty();
        verify("").endedWith(ExitCode.DONE);
    }

    @Test
    void readsANamedPipe() throws Exception {
        Path pipe = dir.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        String input = (signed(1) + "\n").repeat(100);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(verify("", pipe.toString()).endedWith(ExitCode.DONE).lines()).hasSize(100);
        written.get(20, TimeUnit.SECONDS);
    }

    /** It has to be looked at whole for that, and nobody is told of what was not. */
    @Test
    void isNotDoneWhereItsReaderGoes() throws Exception {
        String input = (signed(1) + "\n").repeat(100);
        ToolFixture cut = new ToolFixture().stdin(input).stdout(ToolFixture.readerThatGoesAfter(100));
        ToolFixture cutAtTheEnd = new ToolFixture().stdin("{}\n").stdout(ToolFixture.readerThatGoesAfter(0));
        String ca = this.ca.certificate().toString();

        assertThat(cut.run("verify", "--ca", ca).endedWith(1).err()).isEmpty();
        assertThat(cutAtTheEnd.run("verify", "--ca", ca).endedWith(1).err()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsAFailureThatNamesIt() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Is a directory");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        String ca = this.ca.certificate().toString();

        assertThat(new ToolFixture()
                        .stdin(broken)
                        .run("verify", "--ca", ca)
                        .endedWith(1)
                        .err())
                .isEqualTo("bus: cannot read standard input: Is a directory\n");
    }

    @Test
    void aLineThatIsNotUtf8IsAnInvalidMessage() throws Exception {
        byte[] bytes = ("x\n" + signed(1)).getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0xff;
        ToolFixture.Result result = new ToolFixture()
                .stdin(bytes)
                .run("verify", "--ca", ca.certificate().toString())
                .endedWith(ExitCode.FAILED);
        assertThat(result.lines()).containsExactly("invalid\tnot-json", "valid\t" + NAME);
    }

    @Test
    void readsAFile() throws Exception {
        Path file = Files.writeString(dir.resolve("kept.jsonl"), signed(1) + "\n");
        assertThat(verify("", file.toString()).endedWith(ExitCode.DONE).lines()).containsExactly("valid\t" + NAME);
        assertThat(verify("", dir.resolve("none").toString())
                        .endedWith(ExitCode.USAGE)
                        .err())
                .isEqualTo("bus: " + dir.resolve("none") + ": there is no such file\n");
    }

    @Test
    void whoIsRevokedIsInvalid() throws Exception {
        String crl = ca.crl().toString();
        verify(signed(1), "--crl", crl).endedWith(ExitCode.DONE);
        ca.revoke(NAME);
        assertThat(verify(signed(1), "--crl", crl).endedWith(ExitCode.FAILED).lines())
                .containsExactly("invalid\trevoked");
    }

    @Test
    void thePolicyIsAnObjectInHoconOrJson() throws Exception {
        for (String text : List.of(
                "{\"" + TOPIC + "\": [\"" + NAME + "\"]}",
                "# who may\norg.example.dev.orders { order.created = [" + "\"" + NAME + "\"] }",
                "\"" + TOPIC + "\" = [other, \"" + NAME + "\"]\n",
                "{}")) {
            Path policy = Files.writeString(dir.resolve("policy.conf"), text);
            assertThat(verify(signed(1), "--policy", policy.toString())
                            .endedWith(ExitCode.DONE)
                            .lines())
                    .as(text)
                    .containsExactly("valid\t" + NAME);
        }
        Path policy = Files.writeString(dir.resolve("policy.conf"), TOPIC + " = [other]");
        assertThat(verify(signed(1), "--policy", policy.toString())
                        .endedWith(ExitCode.FAILED)
                        .lines())
                .containsExactly("invalid\tpolicy");
    }

    @Test
    void wrongFilesAreWrongUsage() throws Exception {
        Path bad = Files.writeString(dir.resolve("bad"), "x");
        assertThat(verify(signed(1), "--crl", bad.toString())
                        .endedWith(ExitCode.USAGE)
                        .err())
                .contains(bad + ": ");
        assertThat(verify(signed(1), "--policy", bad.toString())
                        .endedWith(ExitCode.USAGE)
                        .err())
                .contains(bad + ": ");
        assertThat(verify(signed(1), "--policy", dir.resolve("none").toString())
                        .endedWith(ExitCode.USAGE)
                        .err())
                .contains("none: ");
        assertThat(new ToolFixture()
                        .run("verify", "--ca", bad.toString())
                        .endedWith(ExitCode.USAGE)
                        .err())
                .contains(bad + ": ");
        new ToolFixture().run("verify").endedWith(ExitCode.USAGE);
    }

    @Test
    void settingsSayWhatNoOptionSays() throws Exception {
        assertThat(verify(signed(1), "--set", "bus.validation.algorithms=[x509]")
                        .endedWith(ExitCode.FAILED)
                        .lines())
                .containsExactly("invalid\tunsupported-crypto");
        assertThat(verify(signed(1), "--set", "bus.validation.max-age=1h")
                        .endedWith(ExitCode.FAILED)
                        .lines())
                .containsExactly("invalid\ttoo-old");
        assertThat(verify(signed(1), "--set", "bus.routing-nitpicky=true")
                        .endedWith(ExitCode.FAILED)
                        .lines())
                .containsExactly("invalid\tpolicy");
    }

    @Test
    void tailPrintsOnlyWhatIsValidWhereItIsToldTo() throws Exception {
        LoopbackBus bus = new LoopbackBus();
        String trusted = "--set=bus.validation.ca=" + ca.certificate();
        ToolFixture.Running tail = new ToolFixture().start("tail", "--validate", "--count", "1", bus.option(), trusted);
        try (LoopbackBus.Foreign publisher = new LoopbackBus.Foreign(bus)) {
            publisher.send(TOPIC, signed(1).replace("\"i\":1", "\"i\":2"));
            publisher.send(TOPIC, signed(3));
            ToolFixture.Result result = tail.result().endedWith(ExitCode.DONE);
            assertThat(result.lines()).singleElement().asString().contains("\"i\":3");
            assertThat(result.err()).contains("bad-signature");
        }
        ToolFixture.Running all =
                new ToolFixture().start("tail", "--no-validate", "--count", "1", bus.option(), trusted);
        try (LoopbackBus.Foreign publisher = new LoopbackBus.Foreign(bus)) {
            publisher.send(TOPIC, signed(1).replace("\"i\":1", "\"i\":2"));
            assertThat(all.result().endedWith(ExitCode.DONE).lines()).hasSize(1);
        }
    }

    /** It says nothing: who may not read the key can listen. */
    @Test
    void tailNeedsNoKeyWhereMessagesAreSigned() throws Exception {
        LoopbackBus bus = new LoopbackBus();
        ToolFixture.Running tail = new ToolFixture()
                .start(
                        "tail",
                        "--count=1",
                        bus.option(),
                        "--set=bus.signing.enabled=true",
                        "--set=bus.signing.certificate=" + signer.certificate(),
                        "--set=bus.signing.key=" + dir.resolve("not-to-be-read.key"),
                        "--set=bus.validation.ca=" + ca.certificate());
        try (LoopbackBus.Foreign publisher = new LoopbackBus.Foreign(bus)) {
            publisher.send(TOPIC, signed(1));
            assertThat(tail.result().endedWith(ExitCode.DONE).lines()).hasSize(1);
        }
    }

    @Test
    void tailCannotValidateWithoutACa() {
        assertThat(ToolFixture.bus("tail", "--validate", "--timeout", "1s")
                        .endedWith(ExitCode.USAGE)
                        .err())
                .contains("bus.validation.ca");
    }
}
