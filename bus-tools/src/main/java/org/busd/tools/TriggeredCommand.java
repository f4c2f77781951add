package org.busd.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.busd.Message;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command with a message on its standard input, one at a time, and ends it, and what it has started, when the time
 * is up. Its output goes where ours does. For one thread, but for {@link #end}.
 */
final class TriggeredCommand {

    /** Beside the message itself; not {@code BUS_…}, which would be settings of a {@code bus} that the command runs. */
    private static final String TOPIC = "BUSD_TOPIC";

    private static final String MSG_ID = "BUSD_MSG_ID";

    /** What processes may take to end after SIGTERM; then comes SIGKILL. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final List<String> command;

    /** Guarded by this, as is {@link #ended}. */
    private @Nullable Process running;

    private boolean ended;

    TriggeredCommand(List<String> command) {
        this.command = command;
    }

    /**
     * Runs it to its end.
     *
     * @return its exit status; 128 and a signal's number if that killed it
     * @throws IOException if it cannot be started
     */
    int run(Message message) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        builder.environment().put(TOPIC, harmless(message.topic()));
        builder.environment().put(MSG_ID, harmless(message.msgId()));
        Process process = start(builder);
        Thread writer = new Thread(() -> write(message, process), "bus-trigger-stdin");
        writer.setDaemon(true);
        writer.start();
        try {
            // Of its own, or because end() kills it: there is nothing else to wait for.
            return process.onExit().join().exitValue();
        } finally {
            forget();
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (ended) {
            throw new IOException("the time is up");
        }
        Process process = builder.start();
        running = process;
        return process;
    }

    private synchronized void forget() {
        running = null;
    }

    /** On a thread of its own: who does not read it all still ends. */
    private static void write(Message message, Process process) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(MessagePrinter.line(message));
            stdin.write('\n');
        } catch (IOException e) {
            // It need not read.
        }
    }

    /** No variable can hold a NUL. */
    private static String harmless(String text) {
        return text.replace('\0', '\ufffd');
    }

    /** Ends what runs now, with all that it has started, and runs nothing any more. Waits a moment for that. */
    synchronized void end() {
        ended = true;
        Process process = running;
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = family(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ProcessHandle one : all) {
            awaitEnd(one, deadline);
            one.destroyForcibly();
        }
    }

    private static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    private static void awaitEnd(ProcessHandle process, long deadline) {
        try {
            ProcessHandle ignored =
                    process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Then by force.
        }
    }
}
