package org.busd.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process under test on this host, spoken with line by line. Killed when closed. */
final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final Dialogue dialogue;
    private final Thread reader;

    private JavaProcess(String name, Process process, Path out, Path err) throws IOException {
        this.process = process;
        this.dialogue = new Dialogue(name, process.outputWriter(StandardCharsets.UTF_8), out, err);
        this.reader = new Thread(this::read, name + "-stdout");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code program}'s main on a JVM like ours, with the packaged modules and our class path. */
    static JavaProcess java(
            Path directory,
            String name,
            List<String> jvmOptions,
            Map<String, String> environment,
            Class<?> program,
            String... arguments)
            throws IOException {
        return command(directory, name, environment, commandOf(jvmOptions, program, arguments));
    }

    /** What starts {@code program}'s main on such a JVM. */
    static List<String> commandOf(List<String> jvmOptions, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(startingSoon());
        command.addAll(jvmOptions);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Our class path after that of the {@code bus} command, and the class-data archive that the command has for this JDK: a JVM
     * starts in two thirds of the time, and hundreds are started.
     */
    private static List<String> startingSoon() throws IOException {
        Path lib = Site.COMMAND.toRealPath().getParent().resolveSibling("lib");
        String home = System.getProperty("java.home").substring(1).replace('/', '%');
        Path archive = lib.resolve("archive").resolve(home + ".jsa");
        List<String> options = new ArrayList<>();
        if (Files.exists(archive)) {
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        try (var jar = Files.newDirectoryStream(lib, "bus-tools-*.jar")) {
            options.addAll(List.of("-cp", jar.iterator().next() + ":" + System.getProperty("java.class.path")));
        }
        return options;
    }

    /** Starts any command; {@code directory} gets the files {@code name}.out and .err. */
    static JavaProcess command(Path directory, String name, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        // A build in the background of a script ignores SIGINT and SIGQUIT, and so would all that it starts.
        List<String> heeding = new ArrayList<>(List.of("env", "--default-signal=INT,QUIT"));
        heeding.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(heeding).redirectError(err.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("BUS_"));
        builder.environment().putAll(environment);
        return new JavaProcess(name, builder.start(), out, err);
    }

    private void read() {
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = from.readLine()) != null) {
                dialogue.heard(line);
            }
        } catch (IOException e) {
            // Killed: what it said before has been taken.
            return;
        } finally {
            dialogue.ended();
        }
    }

    /** The next line that begins with {@code start}; those before it are passed over. */
    String awaitLine(String start, Duration wait) throws InterruptedException {
        return dialogue.awaitLine(start, wait);
    }

    /** Tells it {@code line} on stdin. */
    void tell(String line) {
        dialogue.tell(line);
    }

    Dialogue dialogue() {
        return dialogue;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a signal such as {@code TERM}. */
    void signal(String signal) throws IOException, InterruptedException {
        // The shell's own kill: a bare Debian has no other.
        int status = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw failed("cannot be sent SIG" + signal);
        }
    }

    /** Its exit status, once all it said has been read. */
    int awaitExit(Duration wait) throws InterruptedException {
        if (!process.waitFor(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            throw failed("still runs after " + wait.toSeconds() + " s");
        }
        reader.join(wait.toMillis());
        return process.exitValue();
    }

    private AssertionError failed(String what) {
        return dialogue.failed(what);
    }

    /** The ends of what it said. */
    String tails() {
        return dialogue.tails();
    }

    /** Kills it if it still runs, stopped or not. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
