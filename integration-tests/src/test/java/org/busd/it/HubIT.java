package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.busd.BusClient;
import org.busd.config.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** {@code bus hub}, as it is built. */
class HubIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Path EXAMPLE = Path.of("..", "docs", "example-consumer");
    private static final String LOAD = "org.example.dev.load";

    /** How often a hub is ended at a random moment; {@code -Dbusd.it.terms}. */
    private static final int TERMS = Repetitions.number("busd.it.terms", 10);

    private static BusClient client(Site site) {
        return BusClient.open(SettingsLoader.isolated()
                .config(site.dropIns())
                .set("bus.shutdown-hook", "off")
                .load());
    }

    @Test
    void theExampleConsumerAnswersOrdersInAHubThatFindsIt(TestInfo test, @TempDir Path dir) throws Exception {
        Path jar = buildExample(dir);
        try (Site site = new Site(test).unhurried();
                BusClient shop = client(site)) {
            Listener invoices = site.listen("*.invoices.invoice.sent");
            Listener reminders = site.listen("*.invoices.reminder.due");
            HubDaemon hub = new HubDaemon(site, "--classpath", jar.toString());
            assertThat(reminders.reach("due", 1, LONG).get("received")).isEqualTo(1);
            assertThat(shop.awaitSubscribers("org.example.dev.shop.order.created", 1, LONG))
                    .isTrue();

            shop.publish("shop", "order.created", Map.of("id", "A-7", "total", 12.5));

            assertThat(invoices.reach("sent", 1, LONG).get("received")).isEqualTo(1);
            assertThat(hub.terminate()).isEqualTo(new HubDaemon.End(1, 1, 0));
        }
    }

    /** As {@code mvn package} would, without a network. */
    private static Path buildExample(Path dir) throws IOException {
        Path classes = Files.createDirectory(dir.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-Xlint:all,-classfile,-path",
                "-Werror",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                classPath()));
        try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, System.out, System.err, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        Path jar = dir.resolve("example.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            addAll(classes, out);
            addAll(EXAMPLE.resolve("src/main/resources"), out);
        }
        return jar;
    }

    /** The jars of the image: what {@code bus hub} has. */
    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(Site.COMMAND.resolveSibling("../lib"))) {
            return jars.map(Path::toString)
                    .filter(jar -> jar.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void addAll(Path directory, JarOutputStream jar) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(directory.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
        }
    }

    @Test
    void whateverTheMomentOfATermWhatEnteredAMailboxIsProcessedOrCounted(TestInfo test, @TempDir Path dir)
            throws Exception {
        long seed = System.nanoTime();
        System.out.println("  seed " + seed);
        Random random = new Random(seed);
        long left = 0;
        AtomicBoolean over = new AtomicBoolean();
        try (Site site = new Site(test).set("publish.overflow", "drop").set("shutdown-deadline", "1s");
                BusClient client = client(site)) {
            Thread load = new Thread(() -> publish(client, over), "load");
            load.start();
            for (int run = 0; run < TERMS; run++) {
                Path log = dir.resolve("log-" + run);
                // Every other one is slower than what comes, and cannot finish in time.
                site.environment("BUSD_IT_LOG", log.toString())
                        .environment("BUSD_IT_WORK", run % 2 == 0 ? "0" : "3000");
                HubDaemon hub = new HubDaemon(
                        site, "--classpath", "target/test-classes", "--consumer", LoggedConsumer.class.getName());
                // Those that are slow have more by then than they can finish.
                LockSupport.parkNanos((run % 2 == 0 ? 0 : 600_000_000) + random.nextInt(1_000_000_000));

                HubDaemon.End end = hub.terminate();

                List<Integer> worked =
                        Files.readAllLines(log).stream().map(Integer::valueOf).toList();
                String what = "run " + run + ": " + end + ", " + worked.size() + " in the log";
                assertThat(end.processed() + end.not()).as(what).isEqualTo(end.taken());
                // One that was being worked on when the time was over may yet have been written down.
                assertThat((long) worked.size())
                        .as(what)
                        .isBetween(end.processed(), end.processed() + (end.not() > 0 ? 1 : 0));
                assertThat(worked).as(what).isEqualTo(upFrom(worked));
                left += end.not();
            }
            over.set(true);
            load.join();
        }
        assertThat(left)
                .as("messages that were counted as not processed, over all")
                .isPositive();
    }

    private static List<Integer> upFrom(List<Integer> numbers) {
        int first = numbers.isEmpty() ? 0 : numbers.get(0);
        return IntStream.range(first, first + numbers.size()).boxed().toList();
    }

    /** About two thousand a second. */
    private static void publish(BusClient client, AtomicBoolean over) {
        for (int n = 0; !over.get(); n++) {
            client.publish(LOAD, Map.of("n", n));
            LockSupport.parkNanos(500_000);
        }
    }

    @Test
    void whatNeverReturnsHoldsNoExitAndIsNamedWithItsStack(TestInfo test, @TempDir Path dir) throws Exception {
        try (Site site = new Site(test).set("shutdown-deadline", "1s").environment("BUSD_IT_HANG", "3");
                BusClient client = client(site)) {
            Path log = dir.resolve("log");
            site.environment("BUSD_IT_LOG", log.toString());
            HubDaemon hub = new HubDaemon(
                    site, "--classpath", "target/test-classes", "--consumer", LoggedConsumer.class.getName());
            assertThat(client.awaitSubscribers(LOAD, 1, LONG)).isTrue();
            for (int n = 0; n < 10; n++) {
                client.publish(LOAD, Map.of("n", n));
            }
            await().atMost(LONG)
                    .until(() -> Files.exists(log) && Files.readAllLines(log).size() == 3);

            long start = System.nanoTime();
            HubDaemon.End end = hub.terminate();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(end).isEqualTo(new HubDaemon.End(10, 3, 7));
            assertThat(hub.process().tails())
                    .contains("LoggedConsumer has been at " + LOAD)
                    .contains("org.busd.it.LoggedConsumer.consume(LoggedConsumer.java:");
        }
    }
}
