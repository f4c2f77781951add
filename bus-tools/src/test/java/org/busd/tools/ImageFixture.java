package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The runnable image that the build made, or a copy of it, run as real processes. */
final class ImageFixture {

    static final long PATIENCE_SECONDS = 60;

    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();

    private ImageFixture(Path home) {
        this.home = home;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    static ImageFixture ofTheBuild() {
        return new ImageFixture(Path.of(System.getProperty("busd.it.image", "target/bus")));
    }

    /** A copy that a test may change. */
    ImageFixture copyTo(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        directory.resolve(home.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return new ImageFixture(directory);
    }

    ImageFixture with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path home() {
        return home;
    }

    Path launcher() {
        return home.resolve("bin/bus");
    }

    /** Runs {@code bus} to its end. */
    Result bus(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(args));
        command.add(0, launcher().toString());
        return run(command);
    }

    /** Runs a shell script in which {@code $BUS} is the launcher. */
    Result sh(String script) throws IOException, InterruptedException {
        return run(List.of("/bin/sh", "-c", script));
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("bus-it", ".out");
        Path err = Files.createTempFile("bus-it", ".err");
        try {
            Process process = builder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + command + "; " + read(err));
            }
            return new Result(process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Starts {@code bus}; its standard error is the test's. */
    Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(args));
        command.add(0, launcher().toString());
        return builder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Starts {@code bus}; its standard error goes where its output does. */
    Process startMerged(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(args));
        command.add(0, launcher().toString());
        return builder(command).redirectErrorStream(true).start();
    }

    /** A build in the background of a script ignores SIGINT and SIGQUIT, and so would all that it starts. */
    private ProcessBuilder builder(List<String> command) {
        List<String> heeding = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
        heeding.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(heeding);
        builder.environment().keySet().removeIf(name -> name.startsWith("BUS_") || name.startsWith("BUSD_"));
        builder.environment().put("BUS", launcher().toString());
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        return builder;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How a process ended. */
    record Result(int code, String out, String err) {
        Result endedWith(int expected) {
            assertThat(code).as("exit code; stdout: %s; stderr: %s", out, err).isEqualTo(expected);
            return this;
        }
    }
}
