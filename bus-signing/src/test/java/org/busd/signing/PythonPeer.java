package org.busd.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A python3 that answers line by line; see {@code python_peer.py}. */
final class PythonPeer implements AutoCloseable {
    private final Process process;
    private final Path script;
    private final BufferedReader answers;
    private final Writer questions;

    private PythonPeer(Process process, Path script) {
        this.process = process;
        this.script = script;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.questions = new BufferedWriter(
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), 1 << 16);
    }

    /** Starts python3. Without one, the test is skipped, or fails where Python is required. */
    static PythonPeer start() throws IOException {
        Path script = Files.createTempFile("python_peer", ".py");
        try (InputStream source = PythonPeer.class.getResourceAsStream("python_peer.py")) {
            Files.write(script, source.readAllBytes());
        }
        try {
            Process process = new ProcessBuilder("python3", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            PythonPeer peer = new PythonPeer(process, script);
            System.out.println("comparing with python " + peer.ask("version"));
            return peer;
        } catch (IOException e) {
            Files.delete(script);
            assertThat(isRequired())
                    .as("python3 is required (-Dbusd.it.python=required or CI=true), but: %s", e.getMessage())
                    .isFalse();
            String skipped = "SKIPPED: no python3 to compare canonical JSON with (" + e.getMessage() + ")";
            System.out.println(skipped);
            return abort(skipped);
        }
    }

    private static boolean isRequired() {
        return "required".equals(System.getProperty("busd.it.python")) || "true".equals(System.getenv("CI"));
    }

    String ask(String question) throws IOException {
        return ask(List.of(question)).get(0);
    }

    /** Asks all at once: both sides work at the same time, and neither blocks on a full pipe. */
    List<String> ask(List<String> lines) throws IOException {
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
            try {
                for (String line : lines) {
                    questions.write(line);
                    questions.write('\n');
                }
                questions.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<String> answered = new ArrayList<>(lines.size());
        for (String line : lines) {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("python ended at: " + line.substring(0, Math.min(line.length(), 1000)));
            }
            answered.add(answer);
        }
        written.join();
        return answered;
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.delete(script);
    }
}
