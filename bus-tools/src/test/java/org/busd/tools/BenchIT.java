package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchIT {

    @TempDir
    private Path temp;

    private ImageFixture image;

    @BeforeEach
    void useATemporaryDirectoryOfItsOwn() {
        image = ImageFixture.ofTheBuild().with("BUSD_JAVA_OPTS", "-Djava.io.tmpdir=" + temp);
    }

    @Test
    void printsWhatWasPublishedAndReceived() throws Exception {
        List<String> lines = image.bus("bench", "--messages", "2000", "--size", "300", "--threads", "3")
                .endedWith(0)
                .out()
                .lines()
                .toList();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).matches("published  2000 messages of 300 bytes by 3 threads: \\d+ a second");
        assertThat(lines.get(1)).matches("received   2000: \\d+ a second");
        assertThat(lines.get(2)).isEqualTo("lost       0");
        assertThat(lines.get(3)).matches("publish    p50 .* [µm]s, p99 .* [µm]s, p99.9 .* [µm]s");
        assertThat(lines.get(4)).startsWith("delivery   p50 ");
        assertNothingIsLeft();
    }

    @Test
    void printsOneObjectForPrograms() throws Exception {
        String out = image.bus("bench", "--messages", "500", "--sign", "x509-ed25519", "--json")
                .endedWith(0)
                .out();

        JsonNode result = new ObjectMapper().readTree(out);
        assertThat(out.lines()).hasSize(1);
        assertThat(result.path("messages").intValue()).isEqualTo(500);
        assertThat(result.path("sign").textValue()).isEqualTo("x509-ed25519");
        assertThat(result.path("lost").intValue()).isZero();
        assertThat(result.path("received_per_second").doubleValue()).isPositive();
        assertThat(result.path("publish_micros").path("p99").doubleValue()).isPositive();
        assertThat(result.path("delivery_micros").path("p99.9").doubleValue()).isPositive();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "--size, 10, at least 44",
        "--messages, -1, at least 1",
        "--threads, 20000, at most 10000",
        "--sign, md5, 'none of none, x509, x509-rs256, x509-es256, x509-ed25519'",
        "--config, x.conf, takes no --config"
    })
    void saysWhatItDoesNotTake(String option, String value, String why) throws Exception {
        assertThat(image.bus("bench", option, value).endedWith(2).err()).contains(why);
    }

    @Test
    void failsWherePublishingFails() throws Exception {
        String err = image.bus("bench", "--messages", "10", "--size", "11000000")
                .endedWith(1)
                .err();
        assertThat(err).contains("bus.publish.max-message-size").doesNotContain("\tat ");
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws Exception {
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("bus-bench"));
        }
    }
}
