package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.busd.config.SettingsLoader;
import org.jspecify.annotations.Nullable;

/** The {@code bus} command in this process, with streams in memory and no settings but the defaults. */
final class ToolFixture {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeSignals signals = new FakeSignals();
    private InputStream in = InputStream.nullInputStream();
    private OutputStream stdout = out;
    private boolean colour;

    /** Runs a command to its end. */
    static Result bus(String... args) {
        return new ToolFixture().run(args);
    }

    ToolFixture stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    ToolFixture stdin(byte[] bytes) {
        return stdin(new ByteArrayInputStream(bytes));
    }

    ToolFixture stdin(InputStream stream) {
        in = stream;
        return this;
    }

    ToolFixture stdout(OutputStream stream) {
        stdout = stream;
        return this;
    }

    ToolFixture colour() {
        colour = true;
        return this;
    }

    Result run(String... args) {
        int code = tool().run(args);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Running start(String... args) {
        BusTool tool = tool();
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    code.complete(tool.run(args));
                },
                "bus " + List.of(args));
        thread.setDaemon(true);
        thread.start();
        return new Running(code);
    }

    private BusTool tool() {
        Console console = new Console(
                in,
                new Output(stdout, () -> true),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                colour,
                signals);
        return new BusTool(console, SettingsLoader::isolated);
    }

    /** How a command ended. */
    record Result(int code, String out, String err) {
        Result endedWith(int expected) {
            assertThat(code).as("exit code; stdout: %s; stderr: %s", out, err).isEqualTo(expected);
            return this;
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    /** A command on a thread of its own. */
    final class Running {
        private final CompletableFuture<Integer> code;

        private Running(CompletableFuture<Integer> code) {
            this.code = code;
        }

        Result result() {
            try {
                int ended = code.get(20, TimeUnit.SECONDS);
                return new Result(ended, out(), err());
            } catch (Exception e) {
                throw new AssertionError("the command did not end; stdout: " + out(), e);
            }
        }

        boolean isDone() {
            return code.isDone();
        }

        String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        String err() {
            return err.toString(StandardCharsets.UTF_8);
        }

        void awaitLines(int count) {
            await().atMost(Duration.ofSeconds(20)).until(() -> out().lines().count() >= count);
        }

        void signal() {
            await().atMost(Duration.ofSeconds(20)).until(() -> signals.stop != null);
            signals.signal();
        }

        /** SIGHUP. */
        void reload() {
            Runnable reload = signals.reload;
            if (reload != null) {
                reload.run();
            }
        }

        void awaitErr(String text) {
            await().atMost(Duration.ofSeconds(20)).until(() -> isDone() || err().contains(text));
        }
    }

    FakeSignals signals() {
        return signals;
    }

    /** Signals that a test sends. */
    static final class FakeSignals implements Signals {
        private volatile @Nullable Runnable stop;
        private volatile @Nullable Runnable reload;
        volatile @Nullable Ending ending;
        volatile @Nullable Duration limit;

        @Override
        public Watch onSignal(Runnable onStop, Duration within, Ending how) {
            limit = within;
            ending = how;
            stop = onStop;
            return () -> stop = null;
        }

        @Override
        public Watch onSignals(Runnable onStop, Runnable onReload, Duration within) {
            reload = onReload;
            return onSignal(onStop, within, Ending.DONE);
        }

        void signal() {
            Runnable onStop = stop;
            if (onStop != null) {
                onStop.run();
            }
        }
    }

    /** A standard output whose reader goes away after so many bytes. */
    static OutputStream readerThatGoesAfter(int bytes) {
        return new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };
    }
}
