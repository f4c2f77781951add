package org.busd.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds {@code etc-samples/bus.d} against the code. A line {@code #key = …} is a key at its default, {@code #} and a
 * blank begin prose, {@code #} and five blanks an example.
 */
class SamplesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("basedir", "."), "../etc-samples/bus.d");
    private static final String EXAMPLE = "#     ";

    @TempDir
    private Path directory;

    @Test
    void setNothingAsTheyAre() {
        samples().forEach(sample -> copy(sample, lines(sample)));

        BusSettings settings = new ConfigDirectory(directory).load();

        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.entries()).allMatch(SettingsEntry::isDefault);
    }

    @Test
    void haveEveryKeyAtItsDefault() {
        samples().forEach(sample -> copy(sample, lines(sample).map(SamplesTest::uncommented).toList().stream()));

        BusSettings settings = new ConfigDirectory(directory).load();

        assertThat(settings.toJson()).isEqualTo(SettingsLoader.isolated().load().toJson());
        assertThat(settings.entries().stream().filter(SettingsEntry::isDefault).map(SettingsEntry::key))
                .as("keys that are in no sample")
                .isEmpty();
    }

    @Test
    void haveProseBeforeEveryKey() {
        samples().forEach(sample -> {
            List<String> lines = lines(sample).map(String::strip).toList();
            assertThat(lines.get(0)).as("%s begins with prose", sample).startsWith("# ");
            for (int i = 1; i < lines.size(); i++) {
                if (isKey(lines.get(i))) {
                    assertThat(lines.get(i - 1))
                            .as("%s:%s, before %s", sample.getFileName(), i + 1, lines.get(i))
                            .matches(line -> line.startsWith("#") || line.endsWith("{"));
                }
            }
        });
    }

    @Test
    void haveExamplesThatWork() {
        List<String> examples = new ArrayList<>();
        samples()
                .forEach(sample -> lines(sample)
                        .map(String::strip)
                        .filter(line -> line.startsWith(EXAMPLE))
                        .forEach(line -> examples.add(line.substring(EXAMPLE.length()))));

        BusSettings settings = new ConfigDirectory(directory)
                .file("examples.conf", "bus {\n" + String.join("\n", examples) + "\n}\n")
                .load();

        assertThat(settings.endpoints()).containsKeys("orders.app01", "orders.app02", "billing.db01");
        assertThat(settings.signing().certnames()).containsKeys("orders.app01", "orders.app02");
        assertThat(settings.routingPolicy()).containsOnlyKeys("org.example.prod.orders.order.created");
        assertThat(settings.consumers()).containsOnlyKeys("org.example.billing.InvoiceConsumer");
    }

    private static String uncommented(String line) {
        return isKey(line.strip()) ? line.replaceFirst("#", "") : line;
    }

    private static boolean isKey(String line) {
        return line.length() > 1 && line.startsWith("#") && line.charAt(1) != ' ';
    }

    private static List<Path> samples() {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            List<Path> samples = files.sorted().toList();
            assertThat(samples)
                    .hasSizeGreaterThan(3)
                    .allMatch(file -> file.toString().endsWith(".conf"));
            return samples;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<String> lines(Path sample) {
        try {
            return Files.readAllLines(sample).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void copy(Path sample, Stream<String> lines) {
        new ConfigDirectory(directory).file(sample.getFileName().toString(), lines.collect(Collectors.joining("\n")));
    }
}
