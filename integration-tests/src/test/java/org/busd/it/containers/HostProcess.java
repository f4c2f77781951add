package org.busd.it.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.busd.it.Dialogue;

/** A process on a host, spoken with line by line. It ends with its host. */
final class HostProcess {
    /** Longer than anything takes that is not stuck. */
    static final Duration LONG = Duration.ofMinutes(1);

    private final Host host;
    private final String exec;
    private final Path out;
    private final Dialogue dialogue;
    private final Conversation conversation;
    private final String pid;

    private HostProcess(Host host, String exec, Path out, Dialogue dialogue, Conversation conversation, String pid) {
        this.host = host;
        this.exec = exec;
        this.out = out;
        this.dialogue = dialogue;
        this.conversation = conversation;
        this.pid = pid;
    }

    /** Starts {@code command}; what it says goes to {@code files} with .out and .err. */
    static HostProcess start(Host host, Path files, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        // The shell becomes the command, whose process id is so known.
        List<String> telling = new ArrayList<>(List.of("sh", "-c", "echo pid $$; exec \"$@\"", "sh"));
        telling.addAll(command);
        String exec = host.docker()
                .execCreateCmd(host.container().getContainerId())
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withEnv(environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList())
                .withCmd(telling.toArray(String[]::new))
                .exec()
                .getId();
        Path out = Path.of(files + ".out");
        Path err = Path.of(files + ".err");
        Told told = new Told();
        Dialogue dialogue = new Dialogue(
                files.getFileName().toString(),
                new OutputStreamWriter(told.teller(), StandardCharsets.UTF_8),
                out,
                err);
        Conversation conversation = new Conversation(dialogue, Files.newOutputStream(err));
        host.docker().execStartCmd(exec).withStdIn(told).exec(conversation);
        String pid = dialogue.awaitLine("pid ", LONG).substring("pid ".length());
        return new HostProcess(host, exec, out, dialogue, conversation, pid);
    }

    Dialogue dialogue() {
        return dialogue;
    }

    /** What it is called in files and failures. */
    String name() {
        return out.getFileName().toString().replace(".out", "");
    }

    /** Its process id, on its host. */
    String pid() {
        return pid;
    }

    /** The next line that begins with {@code start}; those before it are passed over. */
    String awaitLine(String start, Duration wait) throws InterruptedException {
        return dialogue.awaitLine(start, wait);
    }

    /** Tells it {@code line} on stdin. */
    void tell(String line) {
        dialogue.tell(line);
    }

    /** All lines it has said on stdout. */
    List<String> said() throws IOException {
        return Files.readAllLines(out);
    }

    /** The ends of what it said. */
    String tails() {
        return dialogue.tails();
    }

    /** Sends a signal such as {@code TERM}. */
    void signal(String signal) throws IOException, InterruptedException {
        host.sh("kill -" + signal + " " + pid);
    }

    boolean isAlive() {
        return Boolean.TRUE.equals(host.docker().inspectExecCmd(exec).exec().isRunning());
    }

    /** Its exit status, once all it said has been read. */
    int awaitExit(Duration wait) throws InterruptedException {
        if (!conversation.awaitCompletion(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw dialogue.failed("still runs after " + wait.toSeconds() + " s");
        }
        return Math.toIntExact(host.docker().inspectExecCmd(exec).exec().getExitCodeLong());
    }

    /** Has a JVM that runs write a thread dump to its stdout, which is kept. */
    void dump() throws InterruptedException {
        try {
            if (isAlive()
                    && host.run("readlink /proc/" + pid + "/exe")
                            .getStdout()
                            .strip()
                            .endsWith("/java")) {
                signal("QUIT");
                dialogue.awaitLine("Full thread dump", Duration.ofSeconds(5));
                // Its last lines are about the heap.
                dialogue.awaitLine(" Metaspace", Duration.ofSeconds(5));
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            System.err.println(
                    dialogue.failed("gave no thread dump: " + e.getMessage()).getMessage());
        }
    }

    /** What comes from it: whole lines of stdout to the dialogue, stderr to a file. On the engine client's thread. */
    private static final class Conversation extends ResultCallback.Adapter<Frame> {
        private final Dialogue dialogue;
        private final OutputStream err;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Conversation(Dialogue dialogue, OutputStream err) {
            this.dialogue = dialogue;
            this.err = err;
        }

        @Override
        public void onNext(Frame frame) {
            try {
                if (frame.getStreamType() == StreamType.STDERR) {
                    err.write(frame.getPayload());
                    return;
                }
                for (byte next : frame.getPayload()) {
                    if (next == '\n') {
                        dialogue.heard(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else {
                        line.write(next);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onError(Throwable error) {
            dialogue.ended();
            super.onError(error);
        }

        @Override
        public void onComplete() {
            dialogue.ended();
            super.onComplete();
        }
    }
}
