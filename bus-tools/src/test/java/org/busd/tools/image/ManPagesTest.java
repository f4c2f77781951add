package org.busd.tools.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.busd.tools.BusTool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void writePages() throws IOException {
        ManPages.write(BusTool.ofThisProcess().commandLine(), dir);
    }

    @Test
    void everyCommandButTheInternalOneHasAPage() throws IOException {
        List<String> pages = new ArrayList<>(List.of("bus.1"));
        BusTool.ofThisProcess().commandLine().getSubcommands().forEach((name, command) -> {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                pages.add("bus-" + name + ".1");
                command.getSubcommands().keySet().forEach(inner -> pages.add("bus-" + name + "-" + inner + ".1"));
            }
        });
        assertThat(pages())
                .containsExactlyInAnyOrderElementsOf(pages)
                .contains("bus-tail.1", "bus-verify.1", "bus-keys-issue.1")
                .doesNotContain("bus-demo-publisher.1");
    }

    @Test
    void pagesThatAreReferredToAreThere() throws IOException {
        for (String page : pages()) {
            Matcher reference =
                    Pattern.compile("(bus(?:\\\\-[a-z]+)+)\\(1\\)").matcher(Files.readString(dir.resolve(page)));
            while (reference.find()) {
                assertThat(pages()).contains(reference.group(1).replace("\\", "") + ".1");
            }
        }
    }

    @Test
    void anOptionThatCanBeNegatedSaysSo() throws IOException {
        assertThat(page("bus-tail")).contains(".B \"\\-\\-[no\\-]validate\"\n");
    }

    private List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aPageHasTheUsualSections() throws IOException {
        assertThat(page("bus-tail"))
                .startsWith(".TH \"BUS\\-TAIL\" 1\n.SH NAME\nbus\\-tail \\- Print messages as they come")
                .contains(
                        ".SH SYNOPSIS\n",
                        ".SH ARGUMENTS\n.TP\n.B \"TOPIC\"\n",
                        ".TP\n.B \"\\-\\-count=N\"\nEnd after N messages.\n",
                        ".TP\n.B \"\\-h, \\-\\-help\"\n",
                        ".SH EXIT STATUS\n.TP\n.B \"0\"\ndone\n",
                        ".SH EXAMPLES\n.nf\nbus tail");
    }

    @Test
    void theCommandsOfBusAreListedWithTheirPages() throws IOException {
        assertThat(page("bus"))
                .contains(".SH COMMANDS\n", ".TP\n.B \"bus\\-tail(1)\"\n")
                .doesNotContain("demo\\-publisher");
    }

    @Test
    void noTextIsTakenForARequest() throws IOException {
        for (String page : new String[] {"bus", "bus-tail", "bus-publish", "bus-config", "bus-demo"}) {
            assertThat(page(page).lines())
                    .allMatch(line -> !line.startsWith("'")
                            && (!line.startsWith(".") || line.matches("\\.(TH|SH|TP|B|nf|fi)( .*)?")));
        }
    }

    private String page(String name) throws IOException {
        return Files.readString(dir.resolve(name + ".1"));
    }
}
