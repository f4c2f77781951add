package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.busd.config.SettingsLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** When a watchdog hears from a daemon. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WatchdogTest {

    /** Asked again and again, it is alive for as long as the test says. */
    private static final class Patient implements Service {
        private volatile boolean live = true;
        private volatile CountDownLatch asked = new CountDownLatch(1);

        /** Waits until it has been asked so often, as it is now, and the answer has been acted on but for the last. */
        void awaitAsked(int times) throws InterruptedException {
            CountDownLatch next = new CountDownLatch(times);
            asked = next;
            next.await();
        }

        @Override
        public Health health() {
            boolean answer = live;
            asked.countDown();
            return new Health(answer, answer, Map.of(), List.of());
        }

        @Override
        public String serving() {
            return "serving";
        }

        @Override
        public CompletionStage<?> ended() {
            return new CompletableFuture<Void>();
        }

        @Override
        public void close() {}
    }

    /** By the bytes: a sender without an address makes {@code receive} return null, too. */
    private static int heard(AFUNIXDatagramChannel systemd) throws IOException {
        int number = 0;
        ByteBuffer text = ByteBuffer.allocate(100);
        while (true) {
            systemd.receive(text.clear());
            if (text.position() == 0) {
                return number;
            }
            assertThat(StandardCharsets.UTF_8.decode(text.flip()).toString()).isEqualTo("WATCHDOG=1");
            number++;
        }
    }

    @Test
    void itHearsOfAServiceForAsLongAsThatIsLiveAndAgainOnceItIs(@TempDir Path dir) throws Exception {
        Path address = dir.resolve("notify");
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new Output(new ByteArrayOutputStream(), () -> true),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                false,
                new ProcessSignals());
        Patient service = new Patient();
        try (AFUNIXDatagramChannel systemd = AFUNIXDatagramChannel.open()) {
            systemd.bind(AFUNIXSocketAddress.of(address));
            systemd.configureBlocking(false);
            try (Supervisor supervisor = Supervisor.of(
                            Map.of("NOTIFY_SOCKET", address.toString(), "WATCHDOG_USEC", "20000"), 1, console);
                    Reports reports = Reports.start(SettingsLoader.isolated().load(), service, supervisor, console)) {
                assertThat(reports).isNotNull();
                service.awaitAsked(3);
                assertThat(heard(systemd)).isPositive();

                service.live = false;
                service.awaitAsked(2); // what was under way is over
                heard(systemd);
                service.awaitAsked(5);
                assertThat(heard(systemd)).isZero();

                service.live = true;
                service.awaitAsked(3);
                assertThat(heard(systemd)).isPositive();
            }
        }
    }
}
