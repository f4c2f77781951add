package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this host has to run processes with. */
final class Tools {
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");
    private static final long ASKING_SECONDS = 20;

    private final Path sources;
    private final Path libzmqPeer;
    private final Optional<String> python;

    private Tools(Path sources, Path libzmqPeer, Optional<String> python) {
        this.sources = sources;
        this.libzmqPeer = libzmqPeer;
        this.python = python;
    }

    /**
     * Looks what there is, and compiles what is to be compiled into {@code directory}.
     *
     * @param sources where the peers that are not in Java are
     */
    static Tools find(Path sources, Path directory) throws IOException, InterruptedException {
        Path peer = directory.resolve("libzmq_peer");
        boolean ignored = runs(
                "gcc",
                "-O2",
                "-o",
                peer.toString(),
                sources.resolve("libzmq_peer.c").toString(),
                "-lzmq",
                "-lpthread");
        Optional<String> python = Optional.empty();
        for (String candidate : PYTHONS) {
            if (python.isEmpty() && runs(candidate, "-c", "import zmq")) {
                python = Optional.of(candidate);
            }
        }
        return new Tools(sources, peer, python);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(ASKING_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A JVM like this one, and its class path. {@code -Dbusd.benchmarks.jvm} adds options, with {@code ROLE} for what the
     * process does, as in {@code -XX:StartFlightRecording=filename=ROLE.jfr}.
     */
    List<String> java(String role) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        String options = System.getProperty("busd.benchmarks.jvm", "").replace("ROLE", role);
        command.addAll(options.isBlank() ? List.of() : List.of(options.split("[ @]", -1)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    Path libzmqPeer() {
        return libzmqPeer;
    }

    Path pyzmqPeer() {
        return sources.resolve("pyzmq_peer.py");
    }

    /** A Python that has pyzmq. */
    Optional<String> python() {
        return python;
    }

    /** What is missing where there is no such program. */
    Optional<String> missing(String program, String debianPackage) {
        return which(program).isPresent() ? Optional.empty() : Optional.of("wants Debian's " + debianPackage);
    }

    /** Where a program is; servers are often not in the path of those who are not root. */
    static Optional<Path> which(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String directory : path.split(":", -1)) {
            Path file = Path.of(directory, program);
            if (!directory.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
