package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.busd.BusClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    private final ImageFixture image = ImageFixture.ofTheBuild();

    @TempDir
    private Path dir;

    @Test
    void theImageHasCompletionAndManPages() throws IOException {
        assertThat(image.home().resolve("share/bash-completion/completions/bus"))
                .content()
                .contains("--count", "publish")
                .contains("(\"json\" \"pretty\" \"terse\")", "(\"relay\" \"endpoint\")", "(\"rsa\" \"ec\" \"ed25519\")")
                .contains("\"x509-ed25519\")")
                .doesNotContain("demo-publisher");
        assertThat(image.home().resolve("share/man/man1/bus-publish.1")).isNotEmptyFile();
    }

    @Test
    void completionCompletes() throws Exception {
        assertThat(image.sh("bash -c '. \"$(dirname $BUS)/../share/bash-completion/completions/bus\";"
                                + " COMP_WORDS=(bus pub); COMP_CWORD=1; _complete_bus; echo ${COMPREPLY[@]}'")
                        .endedWith(0)
                        .out())
                .isEqualTo("publish\n");
    }

    @Test
    void runsWhereCdLooksElsewhereAndWithoutAPath() throws Exception {
        assertThat(image.sh("export CDPATH=.:/; cd \"$(dirname \"$BUS\")/..\" >/dev/null && bin/bus --version"
                                + " && cd ./bin >/dev/null && sh bus --version")
                        .endedWith(0)
                        .out()
                        .lines())
                .hasSize(2);
    }

    @Test
    void versionIsThatOfTheBuildAndTheOnlyOutput() throws Exception {
        ImageFixture.Result result = image.bus("--version").endedWith(0);

        assertThat(result.out()).matches("bus\\.d \\d+\\.\\d+\\.\\d+\\S*\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void whatProcessesRevokeAtATimeIsAllOnTheList() throws Exception {
        Path ca = dir.resolve("ca");
        image.sh("$BUS keys init " + ca + " && for n in 1 2 3 4 5 6; do $BUS keys issue " + ca + " n$n; done")
                .endedWith(0);
        image.sh("for n in 1 2 3 4 5 6; do $BUS keys revoke " + ca + " n$n & done; wait")
                .endedWith(0);

        try (InputStream list = Files.newInputStream(ca.resolve("crl.pem"))) {
            X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(list);
            assertThat(crl.getRevokedCertificates()).hasSize(6);
        }
    }

    @Test
    void runsThroughLinksAndFromAnywhere() throws Exception {
        ImageFixture copy = image.copyTo(dir.resolve("image"));
        Path link = Files.createSymbolicLink(dir.resolve("bus"), copy.launcher().toAbsolutePath());
        Path relative = Files.createSymbolicLink(dir.resolve("second"), Path.of("bus"));

        assertThat(image.sh("cd " + dir + " && " + link + " --version && ./" + relative.getFileName()
                                + " --version && PATH=" + dir + ":$PATH && second --version")
                        .endedWith(0)
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void pathsWithSpacesWork() throws Exception {
        ImageFixture copy = image.copyTo(
                Files.createDirectory(dir.resolve("a b").toAbsolutePath().normalize())
                        .resolve("bus $x"));

        copy.with("BUSD_ARCHIVE", "make").bus("--version").endedWith(0);
        assertThat(copy.with("BUSD_ARCHIVE", "")
                        .bus("publish", "--set", "bus.publish.via=none", "a", "b c")
                        .endedWith(0)
                        .err())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "de_DE.ISO-8859-1", "xx_XX.UTF-8"})
    void argumentsFilesAndStreamsAreUtf8WhateverTheLocale(String locale) throws Exception {
        // Written in ASCII: the JVM of this test may be unable to hand on anything else.
        ImageFixture inLocale = image.with("LC_ALL", locale);
        String groesse = "$(printf 'gr\\303\\266\\303\\237e')";

        assertThat(inLocale.sh("file=" + dir + "/" + groesse + ".conf && printf 'bus.publish.via = none' >$file"
                                + " && export BUS_STATE_DIR=/var/" + groesse
                                + " && \"$BUS\" config state-dir --config $file && \"$BUS\" config --origins --config $file"
                                + " | grep -c " + groesse + ".conf:1; rm $file")
                        .endedWith(0)
                        .out())
                .isEqualTo("/var/größe\n1\n");
        assertThat(inLocale.sh("\"$BUS\" config " + groesse).endedWith(2).err()).contains("'größe'");
        assertThat(inLocale.sh("echo " + groesse + " | \"$BUS\" publish --set bus.publish.via=none topic")
                        .endedWith(0)
                        .err())
                .isEmpty();
    }

    @Test
    void itsProcessIsTheJvmThatTakesTheSignals() throws Exception {
        LoopbackBus bus = new LoopbackBus();
        for (String signal : new String[] {"TERM", "INT"}) {
            Process tail = image.start("tail", bus.option(), "--set=bus.publish.linger=1s");
            try (BusClient listening = bus.publisherWithListener()) {
                assertThat(listening.publishingEndpoints()).hasSize(1);
                long start = System.nanoTime();
                image.sh("kill -" + signal + " " + tail.pid()).endedWith(0);

                assertThat(tail.waitFor(ImageFixture.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
                assertThat(tail.exitValue()).as("after SIG" + signal).isZero();
            } finally {
                tail.destroyForcibly();
            }
        }
    }

    @Test
    void aTailCutShortBeforeItsCountEndsLikeAnyKilledProcess() throws Exception {
        LoopbackBus bus = new LoopbackBus();
        Process tail = image.start("tail", bus.option(), "--count", "5");
        try (BusClient publisher = bus.publisherWithListener();
                BufferedReader lines = tail.inputReader(StandardCharsets.UTF_8)) {
            publisher.publish("shop", "order.created", 1);
            assertThat(lines.readLine()).contains("order.created");
            tail.destroy();

            assertThat(tail.waitFor(ImageFixture.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(tail.exitValue()).isEqualTo(143);
        } finally {
            tail.destroyForcibly();
        }
    }

    @Test
    void aTailWhoseReaderGoesEndsQuietlyWithZero() throws Exception {
        LoopbackBus bus = new LoopbackBus();
        Process tail = image.start("tail", bus.option());
        try (BusClient publisher = bus.publisherWithListener()) {
            publisher.publish("shop", "order.created", 1);
            tail.inputReader(StandardCharsets.UTF_8).readLine();
            tail.getInputStream().close();
            while (tail.isAlive()) {
                publisher.publish("shop", "order.created", 2);
                tail.waitFor(10, TimeUnit.MILLISECONDS);
            }

            assertThat(tail.exitValue()).isZero();
        } finally {
            tail.destroyForcibly();
        }
    }

    /** As of a pager that shows the first page: neither what it prints nor its last words can be written. */
    @Test
    void aTailWhoseReaderStandsStillEnds() throws Exception {
        LoopbackBus bus = new LoopbackBus();
        Process tail = image.startMerged("tail", bus.option(), "--set=bus.publish.linger=100ms");
        try (BusClient publisher = bus.publisherWithListener()) {
            for (int n = 0; n < 1000; n++) {
                publisher.publish("shop", "order.created", "x".repeat(1000));
            }
            tail.destroy();

            assertThat(tail.waitFor(ImageFixture.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(tail.exitValue()).isZero();
        } finally {
            tail.destroyForcibly();
        }
    }

    @Test
    void aFullDiskIsAFailure() throws Exception {
        assertThat(image.sh("\"$BUS\" config > /dev/full").endedWith(1).err())
                .startsWith("bus: cannot write to standard output: ");
        assertThat(image.sh("\"$BUS\" config | head -1").endedWith(0).err()).isEmpty();
    }

    @Test
    void colourIsForTerminalsOnly() throws Exception {
        String script = "script -qec '$BUS --help' /dev/null";

        assertThat(image.sh(script).endedWith(0).out()).contains("\u001b[");
        assertThat(image.bus("--help").out()).doesNotContain("\u001b[");
        assertThat(image.with("NO_COLOR", "1").sh(script).out()).doesNotContain("\u001b[");
    }

    @Test
    void saysWhatIsWrongWithJava() throws Exception {
        Path old = Files.createDirectories(dir.resolve("jdk-11/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\nJAVA_RUNTIME_VERSION=\"11.0.2+9\"\n");
        assertThat(Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        Path ancient = Files.createDirectories(dir.resolve("jdk-8/bin")).getParent();
        Files.writeString(ancient.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");
        assertThat(Files.createFile(ancient.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();

        assertThat(image.with("JAVA_HOME", old.toString())
                        .bus("--version")
                        .endedWith(2)
                        .err())
                .isEqualTo("bus: " + old + "/bin/java is Java 11.0.2: bus needs Java 17 or newer\n");
        assertThat(image.with("JAVA_HOME", ancient.toString())
                        .bus("--version")
                        .endedWith(2)
                        .err())
                .contains("is Java 1.8.0_392: bus needs Java 17 or newer");
        assertThat(image.with("JAVA_HOME", dir.toString())
                        .bus("--version")
                        .endedWith(2)
                        .err())
                .contains("JAVA_HOME is '" + dir + "', which has no bin/java");
        assertThat(image.with("JAVA_HOME", "")
                        .with("PATH", dir.toString())
                        .bus("--version")
                        .endedWith(2)
                        .err())
                .isEqualTo("bus: no java: bus needs Java 17 or newer, in JAVA_HOME or on the PATH\n");
    }

    @Test
    void asksAJavaThatDoesNotSayWhatItIs() throws Exception {
        // A runtime may come without its release file: then there is no archive, but it runs.
        Path bare = Files.createDirectories(dir.resolve("bare/bin"));
        Files.writeString(
                bare.resolve("java"), "#!/bin/sh\nexec \"" + System.getProperty("java.home") + "/bin/java\" \"$@\"\n");
        assertThat(bare.resolve("java").toFile().setExecutable(true)).isTrue();

        assertThat(image.with("JAVA_HOME", bare.getParent().toString())
                        .bus("--version")
                        .endedWith(0)
                        .out())
                .startsWith("bus.d ");
    }
}
