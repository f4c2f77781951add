package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.busd.tools.ToolFixture.bus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.busd.BusClient;
import org.busd.tools.ToolFixture.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerCommandTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final LoopbackBus source = new LoopbackBus();

    private Path file(String name) {
        return directory.resolve(name);
    }

    private List<String> lines(String name) {
        try {
            return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Running trigger(String... arguments) {
        List<String> all = new ArrayList<>(List.of("trigger", source.option()));
        all.addAll(List.of(arguments));
        Running trigger = new ToolFixture().start(all.toArray(String[]::new));
        trigger.awaitErr("waiting for messages");
        return trigger;
    }

    private Running shell(String command, String... more) {
        List<String> all = new ArrayList<>(List.of("--shell", "--command", command));
        all.addAll(List.of(more));
        return trigger(all.toArray(String[]::new));
    }

    @Test
    void runsACommandForEachMessageWithItOnStdinAndItsTopicInTheEnvironment() throws Exception {
        Running trigger =
                shell("cat >> '" + file("out") + "'; echo \"$BUSD_TOPIC $BUSD_MSG_ID\" >> '" + file("env") + "'");
        try (BusClient client = source.publisherWithListener()) {
            client.publish("first", Map.of("text", "it's \"so\""));
            client.publish("second", Map.of("n", 2));
            await().atMost(LONG).until(() -> lines("env").size() == 2);
        }
        trigger.signal();

        trigger.result().endedWith(0);
        assertThat(lines("out")).hasSize(2);
        assertThat(lines("out").get(0)).startsWith("{").contains("\"text\":\"it's \\\"so\\\"\"");
        assertThat(lines("env").get(0)).matches("org\\.example\\.dev\\..*first 2[0-9]{3}-[0-9a-f-]{36}");
        assertThat(lines("env").get(1)).contains("second ");
    }

    @Test
    void wordsAreGivenAsTheyAre() throws Exception {
        Running trigger = trigger("--command", "cp /dev/null '" + file("a $HOME") + "'");
        try (BusClient client = source.publisherWithListener()) {
            client.publish("n", Map.of());
            await().atMost(LONG).until(() -> Files.exists(file("a $HOME")));
        }
        trigger.signal();
        trigger.result().endedWith(0);
    }

    @Test
    void waitsUntilMessagesPauseAndThenRunsItForEach() throws Exception {
        Running trigger = shell("echo x >> '" + file("out") + "'", "--wait-for=1s");
        try (BusClient client = source.publisherWithListener()) {
            long start = System.nanoTime();
            for (int n = 0; n < 5; n++) {
                client.publish("n", Map.of("n", n));
            }
            await().atMost(LONG).until(() -> lines("out").size() == 5);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
        }
        trigger.signal();
        trigger.result().endedWith(0);
    }

    @Test
    void waitsForAPauseOnlyUntilEnoughHaveCome() throws Exception {
        Running trigger = shell("echo x >> '" + file("out") + "'", "--wait-for=1h", "--max-queue=3");
        try (BusClient client = source.publisherWithListener()) {
            for (int n = 0; n < 4; n++) {
                client.publish("n", Map.of("n", n));
            }
            await().atMost(LONG).until(() -> lines("out").size() == 3);
            trigger.signal();
            trigger.result().endedWith(0);
        }
        // The end is a pause, too.
        assertThat(lines("out")).hasSize(4);
    }

    @Test
    void oneThatFailsIsToldAndTheNextRuns() throws Exception {
        Running trigger = shell("echo x >> '" + file("out") + "'; exit 3");
        try (BusClient client = source.publisherWithListener()) {
            client.publish("n", Map.of());
            client.publish("n", Map.of());
            await().atMost(LONG).until(() -> lines("out").size() == 2);
        }
        trigger.signal();
        assertThat(trigger.result().endedWith(0).err()).contains("the command ended with 3 (org.example.dev.");
    }

    @Test
    void oneThatDoesNotReadItsMessageStillEnds() throws Exception {
        Running trigger = shell("echo x >> '" + file("out") + "'");
        try (BusClient client = source.publisherWithListener()) {
            client.publish("n", Map.of("text", "x".repeat(1_000_000)));
            client.publish("n", Map.of());
            await().atMost(LONG).until(() -> lines("out").size() == 2);
        }
        trigger.signal();
        trigger.result().endedWith(0);
    }

    @Test
    void whatStillRunsAtTheDeadlineIsEndedWithAllItHasStarted() throws Exception {
        Running trigger = shell(
                "trap '' TERM; sleep 300 & echo $! >> '" + file("pids") + "'; echo $$ >> '" + file("pids")
                        + "'; wait; wait",
                "--set=bus.shutdown-deadline=300ms");
        try (BusClient client = source.publisherWithListener()) {
            client.publish("n", Map.of());
            await().atMost(LONG).until(() -> lines("pids").size() == 2);
        }
        trigger.signal();

        assertThat(trigger.result().endedWith(0).err()).contains("the time is up");
        for (String pid : lines("pids")) {
            await().atMost(LONG)
                    .until(() -> ProcessHandle.of(Long.parseLong(pid))
                            .map(process -> !process.isAlive())
                            .orElse(true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--wait-for=1h", "--wait-for=0s"})
    void whatIsLeftAtTheDeadlineIsToldAndNothingIsLeftRunning(String pause) throws Exception {
        Running trigger = shell(
                "echo x >> '" + file("out") + "'; sleep 300",
                "--set=bus.shutdown-deadline=300ms",
                pause,
                "--max-queue=3");
        try (BusClient client = source.publisherWithListener()) {
            for (int n = 0; n < 3; n++) {
                client.publish("n", Map.of("n", n));
            }
            await().atMost(LONG).until(() -> lines("out").size() == 1);
        }
        trigger.signal();

        assertThat(trigger.result().endedWith(0).err()).contains("2 messages for which the command was not run");
        await().atMost(LONG)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("bus-trigger")));
    }

    @Test
    void whatCannotBeRunIsWrongUsage() {
        assertThat(bus("trigger").endedWith(2).err()).contains("--command");
        assertThat(bus("trigger", "--command", "no-such-program x").endedWith(2).err())
                .contains("no program no-such-program on the PATH");
        assertThat(bus("trigger", "--command", "/etc/passwd").endedWith(2).err())
                .contains("/etc/passwd is no program");
        assertThat(bus("trigger", "--command", "echo 'x").endedWith(2).err()).contains("position 6 is not closed");
        assertThat(bus("trigger", "--command", "cat", "--max-queue=0")
                        .endedWith(2)
                        .err())
                .contains("--max-queue");
    }
}
