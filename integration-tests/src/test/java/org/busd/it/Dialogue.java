package org.busd.it;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is said between a test and a process under test, line by line: the process says things on stdout, and may be told
 * some on stdin. All it says is kept in files, whose ends are shown when it does not do what is expected.
 *
 * <p>{@link #heard} and {@link #ended} belong to the thread that reads its stdout, the rest to the test.
 */
public final class Dialogue {
    private static final int TAIL_LINES = 30;

    private final String name;
    private final Writer in;
    private final Path out;
    private final Path err;
    private final Writer copy;
    /** What it said and nobody has read yet; empty: its stdout has ended. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /**
     * A dialogue with a process that has not said anything yet.
     *
     * @param name what failures call the process
     * @param in its stdin
     * @param out where to keep what it says on stdout
     * @param err where somebody else keeps what it says on stderr
     */
    public Dialogue(String name, Writer in, Path out, Path err) throws IOException {
        this.name = name;
        this.in = new BufferedWriter(in);
        this.out = out;
        this.err = err;
        this.copy = Files.newBufferedWriter(out);
    }

    /** It has said {@code line}. */
    public void heard(String line) throws IOException {
        copy.write(line + "\n");
        copy.flush();
        lines.add(Optional.of(line));
    }

    /** It says no more. */
    public void ended() {
        lines.add(Optional.empty());
        try {
            copy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that begins with {@code start}; those before it are passed over. */
    public String awaitLine(String start, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failed("has not said \"" + start + "\" within " + wait.toSeconds() + " s");
            }
            if (line.isEmpty()) {
                lines.add(line);
                throw failed("has ended without saying \"" + start + "\"");
            }
            if (line.get().startsWith(start)) {
                return line.get();
            }
        }
    }

    /** Tells it {@code line} on stdin. */
    public void tell(String line) {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    failed("cannot be told \"" + line + "\"").getMessage(), e);
        }
    }

    /** That the process did not do what is expected: {@code what} goes after its name, the ends of what it said behind. */
    public AssertionError failed(String what) {
        return new AssertionError(name + " " + what + "\n" + tails());
    }

    /** The ends of what it said. */
    public String tails() {
        return tail(out) + tail(err);
    }

    private static String tail(Path file) {
        try {
            List<String> all = Files.exists(file) ? Files.readAllLines(file) : List.of();
            List<String> last = all.subList(Math.max(0, all.size() - TAIL_LINES), all.size());
            return "--- " + file + " (" + all.size() + " lines)\n" + String.join("\n", last) + "\n";
        } catch (IOException e) {
            return "--- " + file + ": " + e + "\n";
        }
    }
}
