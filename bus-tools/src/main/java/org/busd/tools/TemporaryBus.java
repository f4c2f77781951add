package org.busd.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.busd.signing.DevelopmentCa;
import org.busd.signing.KeyType;

/** A bus on free ports of this host, with certificates of its own where it is signed on; gone when it is closed. */
final class TemporaryBus implements AutoCloseable {
    private static final int PORTS = 4;

    private final Path dir;
    private final Path config;
    private final int port;

    private TemporaryBus(Path dir, int port) {
        this.dir = dir;
        this.config = dir.resolve("bus.conf");
        this.port = port;
    }

    /**
     * A bus on which messages are neither signed nor verified, or where given both.
     *
     * @param name of its service; and, in example.org, of its certificate
     * @param algorithm how messages are signed, a word of {@code bus.signing.algorithm}; empty: not at all
     * @param key for the certificate
     */
    static TemporaryBus open(String name, Optional<String> algorithm, KeyType key) throws IOException {
        TemporaryBus bus = new TemporaryBus(Files.createTempDirectory("bus-" + name + "-"), FreePorts.row(PORTS));
        try {
            Files.writeString(
                    bus.config,
                    bus.endpoints(name) + (algorithm.isEmpty() ? "" : bus.signing(name, algorithm.get(), key)));
            return bus;
        } catch (IOException | RuntimeException e) {
            bus.close();
            throw e;
        }
    }

    private String endpoints(String name) {
        return "bus {\n"
                + "  environment = dev\n"
                + "  name = " + name + "\n"
                + "  endpoints { " + name + " = [\"tcp://127.0.0.1:" + port + "-" + (port + PORTS - 1) + "\"] }\n"
                + "  validation { mode = off }\n"
                + "}\n";
    }

    private String signing(String name, String algorithm, KeyType key) throws IOException {
        DevelopmentCa ca = DevelopmentCa.init(dir);
        DevelopmentCa.Issued signer = ca.issue(name + ".example.org", key);
        return "bus {\n"
                + "  signing { enabled = true, algorithm = " + algorithm + ", certificate = "
                + quoted(signer.certificate()) + ", key = " + quoted(signer.key()) + " }\n"
                + "  validation { mode = require, ca = " + quoted(ca.certificate()) + ", crl = " + quoted(ca.crl())
                + " }\n"
                + "}\n";
    }

    private static String quoted(Path file) {
        return '"' + file.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The first of its ports. */
    int port() {
        return port;
    }

    /** The arguments for a {@code bus} process on it. */
    List<String> arguments(List<String> assignments, List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--config");
        arguments.add(config.toString());
        for (String assignment : assignments) {
            arguments.add("--set");
            arguments.add(assignment);
        }
        return arguments;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.delete(dir);
    }
}
