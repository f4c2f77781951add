package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;
import org.busd.snippets.GuideProgram;
import org.busd.snippets.Hello;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java in README.md and docs/ is what stands here and in {@code org.busd.snippets}, and runs. */
class SnippetsTest {
    private static final Path SOURCES = Documents.ROOT.resolve("bus-client/src/test/java/org/busd");
    private static final Pattern MARKED =
            Pattern.compile("^ *// snippet: ([\\w-]+)\\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    static List<Documents.Block> javaBlocks() throws IOException {
        return Documents.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void javaInTheDocumentsIsTheSnippetOfThatName(Documents.Block block) throws IOException {
        assertThat(block.kind()).isEqualTo("snippet");
        assertThat(block.text()).isEqualTo(snippets().get(block.name()));
    }

    @Test
    void everySnippetStandsInADocument() throws IOException {
        assertThat(javaBlocks().stream().map(Documents.Block::name))
                .containsAll(snippets().keySet());
    }

    private static Map<String, String> snippets() throws IOException {
        Map<String, String> snippets = new TreeMap<>();
        for (Path source : sources()) {
            Matcher marked = MARKED.matcher(Files.readString(source));
            while (marked.find()) {
                assertThat(snippets.put(marked.group(1), unindented(marked.group(2))))
                        .as("a second snippet %s", marked.group(1))
                        .isNull();
            }
        }
        return snippets;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> programs = Files.list(SOURCES.resolve("snippets"))) {
            return Stream.concat(Stream.of(SOURCES.resolve("SnippetsTest.java")), programs)
                    .toList();
        }
    }

    private static String unindented(String code) {
        int indent = code.lines()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        return code.lines()
                .map(line -> line.isBlank() ? "\n" : line.substring(indent) + "\n")
                .reduce("", String::concat);
    }

    @Test
    void theQuickStartPrintsWhatItHears(@TempDir Path dir) throws Exception {
        assertThat(run(dir, Hello.class)).isEqualTo("org.example.dev.snippets.greeting {\"text\":\"hello, world\"}\n");
    }

    @Test
    void theGuidesExamplesDoWhatItSays(@TempDir Path dir) throws Exception {
        assertThat(run(dir, GuideProgram.class)).isEmpty();
    }

    /** Runs a program in a JVM of its own, on a bus of its own, to its good end; returns what it prints. */
    private static String run(Path dir, Class<?> program) throws IOException, InterruptedException {
        String endpoints = new TestBus().settings().toJson("endpoints").orElseThrow();
        Path config = Files.writeString(dir.resolve("bus.conf"), "bus.endpoints = " + endpoints);
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BUS_"));
        builder.environment().put("BUS_CONFIG", config.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(err, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    @Test
    void aSecondBusHasSettingsOfItsOwn(@TempDir Path dir) throws IOException {
        Path other = dir.resolve("audit.conf");
        Files.writeString(other, "bus { topic-prefix = org.example.audit, publish.via = none }");
        // snippet: second-bus
        BusSettings settings = SettingsLoader.create().config(other).load();
        try (BusClient audit =
                BusClient.builder().settings(settings).name("audit").open()) {
            audit.publish("shop", "login", Map.of("user", "ada"));
        }
        // end
        assertThat(settings.topicPrefix()).isEqualTo("org.example.audit");
    }
}
