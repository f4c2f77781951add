package org.busd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HubPositionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final class Keeping implements Consumer {
        final ConcurrentLinkedQueue<Message> got = new ConcurrentLinkedQueue<>();
        private final CountDownLatch slow;
        private final int workers;

        Keeping(int workers, CountDownLatch slow) {
            this.workers = workers;
            this.slow = slow;
        }

        @Override
        public List<String> topics() {
            return List.of("*.order");
        }

        @Override
        public ConsumerOptions options() {
            return ConsumerOptions.builder()
                    .workers(workers)
                    .unordered()
                    .keepPosition()
                    .build();
        }

        @Override
        public void consume(Message message) throws Exception {
            if (message.body().path("slow").asBoolean()) {
                slow.await();
            }
            got.add(message);
        }

        @Override
        public String name() {
            return "org.example/Keeping ä";
        }
    }

    private static Hub start(BusClient bus, Consumer consumer) throws InterruptedException {
        Hub hub = Hub.builder(bus).consumers(consumer).start();
        assertThat(bus.awaitSubscribers("order", 1, LONG)).isTrue();
        return hub;
    }

    private static BusClient open(Path stateDir) {
        return new TestBus().set("state-dir", stateDir.toString()).open();
    }

    @Test
    void isThatOfTheLastMessageUpToWhichAllIsDone(@TempDir Path dir) throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        Keeping consumer = new Keeping(2, slow);
        try (BusClient bus = open(dir);
                Hub hub = start(bus, consumer)) {
            bus.publish("order", Map.of("n", 1));
            await().atMost(LONG).until(() -> consumer.got.size() == 1);
            Position first = Position.of(consumer.got.peek());
            await().atMost(LONG).until(() -> hub.positions().containsValue(first));
            bus.publish("order", Map.of("slow", true));
            bus.publish("order", Map.of("n", 3));
            await().atMost(LONG).until(() -> consumer.got.size() == 2);
            assertThat(hub.positions()).containsOnly(Map.entry(consumer.name(), first));
            Position third =
                    Position.of(consumer.got.stream().skip(1).findFirst().orElseThrow());
            slow.countDown();
            await().atMost(LONG).until(() -> hub.positions().containsValue(third));
            assertThat(hub.stop(LONG).isClean()).isTrue();

            Keeping next = new Keeping(1, slow);
            try (Hub later = start(bus, next)) {
                assertThat(later.positions()).containsOnly(Map.entry(consumer.name(), third));
            }
        }
        try (Stream<Path> files = Files.list(dir.resolve("positions"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactly("org.example%2FKeeping+%C3%A4.json");
        }
    }

    @Test
    void aFileThatIsNoneIsToldAndReplaced(@TempDir Path dir) throws Exception {
        Path file = Files.createDirectories(dir.resolve("positions")).resolve("org.example%2FKeeping+%C3%A4.json");
        Files.writeString(file, "{\"topic\": 7");
        Keeping consumer = new Keeping(1, new CountDownLatch(0));
        try (BusClient bus = open(dir);
                Hub hub = start(bus, consumer)) {
            assertThat(hub.positions()).isEmpty();
            bus.publish("order", Map.of("n", 1));
            await().atMost(LONG).until(() -> Files.readString(file).contains("msg_id"));
        }
    }

    @Test
    void whereItCannotBeKeptTheConsumerGoesOnAndItIsCounted(@TempDir Path dir) throws Exception {
        Path noDirectory = Files.writeString(dir.resolve("state"), "a file");
        Keeping consumer = new Keeping(1, new CountDownLatch(0));
        try (BusClient bus = open(noDirectory);
                Hub hub = start(bus, consumer)) {
            for (int n = 0; n < 100; n++) {
                bus.publish("order", Map.of("n", n));
            }
            await().atMost(LONG).until(() -> consumer.got.size() == 100);
            await().atMost(LONG).until(() -> hub.health().consumers().get(0).positionFailures() > 0);
            assertThat(hub.health().consumers().get(0).exceptions()).isZero();
        }
    }

    @Test
    void aFullDiskStopsNobodyAndTheLastGoodPositionStands(@TempDir Path dir) throws Exception {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) == 0,
                "this account may not mount a small disk: a full one is not tested");
        try {
            Keeping consumer = new Keeping(1, new CountDownLatch(0));
            try (BusClient bus = open(disk);
                    Hub hub = start(bus, consumer)) {
                bus.publish("order", Map.of("n", 0));
                Path file = disk.resolve("positions/org.example%2FKeeping+%C3%A4.json");
                await().atMost(LONG).until(() -> Files.exists(file));
                String good = Files.readString(file);
                fill(disk);

                for (int n = 0; n < 100; n++) {
                    bus.publish("order", Map.of("n", n));
                }

                await().atMost(LONG).until(() -> consumer.got.size() == 101);
                await().atMost(LONG).until(() -> hub.health().consumers().get(0).positionFailures() > 0);
                assertThat(file).hasContent(good);
                Files.delete(disk.resolve("filler"));
                assertThat(hub.stop(LONG).isClean()).isTrue();
                Position last =
                        Position.of(consumer.got.stream().skip(100).findFirst().orElseThrow());
                assertThat(Files.readString(file)).contains(last.msgId());
                try (Stream<Path> files = Files.list(file.getParent())) {
                    assertThat(files).containsExactly(file);
                }
            }
        } finally {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    private static void fill(Path disk) throws IOException {
        try (var filler = Files.newOutputStream(disk.resolve("filler"))) {
            byte[] block = new byte[1024];
            for (int n = 0; n < 1024; n++) {
                filler.write(block);
            }
        } catch (IOException full) {
            assertThat(Files.size(disk.resolve("filler"))).isPositive();
            return;
        }
        throw new AssertionError("the disk is larger than it should be");
    }

    private static int run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchCommand) {
            return -1;
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
