package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What the guide says of signing, done as it says, with other directories for those of the system. */
class SigningGuideIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Pattern BLOCK = Pattern.compile(
            "^<!-- (?:shell|file): (\\w+) -->\\n```\\w+\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String NAME = "orders-app01.example.org";

    @TempDir
    private Path root;

    private Site site;

    private Map<String, String> blocks() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "guide.md")));
        while (block.find()) {
            blocks.put(block.group(1), here(block.group(2)));
        }
        return blocks;
    }

    private String here(String text) {
        return text.replace("/etc/", root + "/etc/").replace("/tmp/", root + "/");
    }

    /** Runs a block in a shell that ends at the first command that fails; answers what it prints. */
    private List<String> run(int status, String script) throws IOException, InterruptedException {
        Path out = root.resolve("out");
        String path = "PATH=" + Site.COMMAND.toRealPath().getParent() + ":$PATH\n";
        JavaProcess shell = site.start("shell", List.of("sh", "-eu", "-c", path + "exec >" + out + "\n" + script));
        assertThat(shell.awaitExit(LONG)).as(() -> script + shell.tails()).isEqualTo(status);
        return Files.readAllLines(out);
    }

    @Test
    void keysAreMadeUsedRevokedAndReplaced(TestInfo test) throws Exception {
        Files.createDirectories(root.resolve("etc/pki"));
        Files.writeString(
                root.resolve("envelopes"),
                "{\"i\":1,\"msg\":{},\"msg_id\":\"2026-1\",\"timestamp\":1764000000,"
                        + "\"topic\":\"org.example.prod.orders.order.created\"}\n");
        try (Site opened = new Site(test)) {
            site = opened;
            site.environment("JAVA_HOME", System.getProperty("java.home")).environment("BUS_NAME", "orders.app01");
            Map<String, String> blocks = blocks();
            assertThat(blocks.keySet())
                    .containsExactly("make", "install", "signing", "check", "verify", "revoke", "rotate", "authority");
            site.dropIn("30-signing.conf", blocks.get("signing"));
            site.set("endpoints.\"orders.app01\"", "[\"tcp://127.0.0.1:4002\"]");

            run(0, blocks.get("make"));
            run(0, blocks.get("install"));
            assertThat(run(0, blocks.get("check")))
                    .anyMatch(line -> line.startsWith("ok\tbus.signing\t") && line.contains("sign as " + NAME))
                    .anyMatch(line -> line.startsWith("ok\tbus.validation.ca\t"))
                    .anyMatch(line -> line.startsWith("ok\tbus.validation.crl\t"))
                    .noneMatch(line -> line.startsWith("failed"));
            assertThat(run(0, blocks.get("verify"))).containsExactly("valid\t" + NAME);
            assertThat(run(1, blocks.get("revoke"))).containsExactly("invalid\trevoked");
            run(0, blocks.get("rotate"));
            assertThat(run(0, blocks.get("verify"))).containsExactly("valid\t" + NAME);
            run(0, blocks.get("authority"));
            assertThat(run(0, blocks.get("verify"))).containsExactly("valid\t" + NAME);
        }
    }
}
