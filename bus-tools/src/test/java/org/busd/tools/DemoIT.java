package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoIT {

    @TempDir
    private Path temp;

    private ImageFixture image;

    @BeforeEach
    void useATemporaryDirectoryOfItsOwn() {
        image = ImageFixture.ofTheBuild().with("BUSD_JAVA_OPTS", "-Djava.io.tmpdir=" + temp);
    }

    @Test
    void printsWhatWasPublishedAndASummary() throws Exception {
        ImageFixture.Result result = image.bus("demo", "--seconds", "1").endedWith(0);

        List<String> lines = result.out().lines().toList();
        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(DemoCommand.THREADS)
                .allMatch(line -> line.startsWith("{\"certificate\":"));
        for (int thread = 1; thread <= DemoCommand.THREADS; thread++) {
            String name = "\"thread\":\"orders-" + thread + "\"";
            assertThat(lines).anyMatch(line -> line.contains(name));
        }
        assertThat(result.err())
                .contains("published " + lines.size() + " messages from 4 threads, received " + lines.size()
                        + ", signed and verified");
        assertNothingIsLeft();
    }

    @Test
    void takesNoNoticeOfTheSettingsOfThisHost() throws Exception {
        image.with("BUS_PUBLISH_VIA", "relay")
                .with("BUS_NAME", "other")
                .bus("demo", "--seconds", "1")
                .endedWith(0);
    }

    @Test
    void endsQuietlyWhenTheReaderGoes() throws Exception {
        ImageFixture.Result result = image.sh("\"$BUS\" demo --seconds 1 2>/dev/null | head -1");

        assertThat(result.endedWith(0).out().lines()).hasSize(1);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(this::assertNothingIsLeft);
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130"})
    void leavesNothingBehindWhenItIsKilled(String signal, int code) throws Exception {
        Process demo = image.start("demo", "--seconds", "30");
        try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).startsWith("{\"certificate\":");
            List<ProcessHandle> children = demo.descendants().toList();
            assertThat(children).hasSize(2);
            image.sh("kill -" + signal + " " + demo.pid()).endedWith(0);

            assertThat(demo.waitFor(ImageFixture.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(demo.exitValue()).isEqualTo(code);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertNothingIsLeft();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    @Test
    void refusesAConfiguration() throws Exception {
        assertThat(image.bus("demo", "--config", temp.toString()).endedWith(2).err())
                .contains("takes no --config");
        assertThat(image.bus("demo", "--seconds", "0").endedWith(2).err()).contains("--seconds 0");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            assertThat(files).isEmpty();
        }
    }
}
