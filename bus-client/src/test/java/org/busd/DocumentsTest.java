package org.busd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;
import org.busd.signing.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md and docs/ name is there: settings, variables, tests, files. */
class DocumentsTest {
    private static final Pattern KEY = Pattern.compile("(bus\\.[a-z][a-z.-]*[a-z])(?: = (.+))?");
    private static final Pattern VARIABLE = Pattern.compile("(BUS_[A-Z_]+[A-Z])(?:=.*)?");
    private static final Pattern TEST = Pattern.compile("(\\w+(?:Test|IT))(?:\\.(\\w+))?");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void settingsNamedAreSettings() throws IOException {
        BusSettings defaults = SettingsLoader.isolated().load();
        for (Documents.Span span : Documents.spans()) {
            Matcher key = KEY.matcher(span.text());
            if (key.matches()) {
                assertThat(defaults.entries(key.group(1))).as("%s", span).isNotEmpty();
                if (key.group(2) != null) {
                    BusSettings set = SettingsLoader.isolated()
                            .set(key.group(1), key.group(2))
                            .load();
                    assertThat(set.entry(key.group(1))).as("%s", span).isPresent();
                }
            }
        }
    }

    @Test
    void variablesNamedAreSettings() throws IOException {
        List<String> variables = SettingsLoader.isolated().load().entries().stream()
                .map(entry -> entry.key().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .toList();
        for (Documents.Span span : Documents.spans()) {
            Matcher variable = VARIABLE.matcher(span.text());
            if (variable.matches() && !variable.group(1).equals("BUS_CONFIG")) {
                assertThat(variables).as("%s", span).anyMatch(name -> (name + "_").startsWith(variable.group(1) + "_"));
            }
        }
    }

    @Test
    void configurationsShownHold(@TempDir Path dir) throws IOException {
        for (Documents.Block block : Documents.blocks()) {
            if (block.language().equals("hocon")) {
                Path file = Files.writeString(dir.resolve("shown.conf"), block.text());
                BusSettings settings = SettingsLoader.isolated().config(file).load();
                assertThat(settings.entries()).as("%s", block).anyMatch(entry -> !entry.isDefault());
            }
        }
    }

    @Test
    void envelopesShownAreCanonical() throws IOException {
        long shown = 0;
        for (Documents.Block block : Documents.blocks()) {
            if (block.language().equals("json")) {
                shown++;
                byte[] text = block.text().strip().getBytes(StandardCharsets.UTF_8);
                assertThat(CanonicalJson.isCanonical(text, 0, text.length))
                        .as("%s", block)
                        .isTrue();
            }
        }
        assertThat(shown).isPositive();
    }

    @Test
    void testsNamedAreThere() throws IOException {
        Map<String, String> tests = tests();
        boolean hasIntegrationTests = Files.isDirectory(Documents.ROOT.resolve("integration-tests/src/test/java"));
        for (Documents.Span span : Documents.spans()) {
            Matcher test = TEST.matcher(span.text());
            if (test.matches() && (hasIntegrationTests || !test.group(1).endsWith("IT"))) {
                assertThat(tests).as("%s", span).containsKey(test.group(1));
                if (test.group(2) != null) {
                    assertThat(tests.get(test.group(1))).as("%s", span).contains("void " + test.group(2) + "(");
                }
            }
        }
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(DocumentsTest::isTest).toList()) {
                    String name = file.getFileName().toString();
                    tests.put(name.substring(0, name.indexOf('.')), Files.readString(file));
                }
            }
        }
        return tests;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> all = Files.list(Documents.ROOT)) {
            return all.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static boolean isTest(Path file) {
        return Pattern.matches("\\w+(Test|IT)\\.java", file.getFileName().toString());
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path document : Documents.all()) {
            Matcher link = LINK.matcher(Documents.withoutBlocks(document));
            while (link.find()) {
                String target = link.group(1);
                if (Stream.of("http://", "https://").noneMatch(target::startsWith)) {
                    assertThat(document.resolveSibling(target))
                            .as("%s", document)
                            .exists();
                }
            }
        }
    }

    @Test
    void theReadmeIsOnePage() throws IOException {
        List<String> lines = Files.readAllLines(Documents.ROOT.resolve("README.md"));
        assertThat(lines).hasSizeLessThanOrEqualTo(120);
        assertThat(Arrays.asList("./bus demo", "./mvnw verify"))
                .allSatisfy(command -> assertThat(String.join("\n", lines)).contains(command));
    }
}
