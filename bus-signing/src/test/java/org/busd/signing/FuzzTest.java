package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Jazzer looks for inputs that get to new places in the code, {@code -Dbusd.test.seconds} long. What it found interesting
 * stays in {@code target/fuzz}, where the next run goes on from; so does an input that made it fail.
 */
class FuzzTest {
    private static final int SECONDS = Integer.getInteger("busd.test.seconds", 10);

    private final Path dir = Path.of("target", "fuzz").toAbsolutePath();

    @Test
    void nothingButRightVerdictsComesOutWhateverGoesIn() throws Exception {
        VerifierFuzz.prepare(dir);
        Path log = dir.resolve("log");
        Process fuzzer = new ProcessBuilder(command())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(fuzzer.waitFor(SECONDS + 120L, TimeUnit.SECONDS))
                    .as("ends in time; see " + log)
                    .isTrue();
            assertThat(fuzzer.exitValue()).as(lastOf(log)).isZero();
            assertThat(lastOf(log)).contains("Done ");
        } finally {
            fuzzer.destroyForcibly();
        }
    }

    private List<String> command() throws IOException {
        Path found = Files.createDirectories(dir.resolve("found"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dbusd.test.fuzz=" + dir,
                "-Djava.io.tmpdir=" + Files.createDirectories(dir.resolve("tmp")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + VerifierFuzz.class.getName(),
                "--instrumentation_includes=org.busd.**" + File.pathSeparator + "org.bouncycastle.asn1.**",
                "--custom_hook_includes=org.busd.**",
                "-max_total_time=" + SECONDS,
                "-max_len=16384",
                "-timeout=30", // seconds for one input
                "-rss_limit_mb=0", // -Xmx bounds it
                "-use_value_profile=1",
                found.toString(),
                dir.resolve(VerifierFuzz.SEEDS).toString());
    }

    private static String lastOf(Path log) throws IOException {
        List<String> lines =
                Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
