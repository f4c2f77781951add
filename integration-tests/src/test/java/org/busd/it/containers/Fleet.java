package org.busd.it.containers;

import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/**
 * The hosts of one test and the network between them, on which each is known by its name. What their processes say is kept
 * under {@code target/it/}; when a test has failed, so is a thread dump of each JVM.
 */
final class Fleet implements BeforeEachCallback, AfterEachCallback {
    private final List<Host> hosts = new ArrayList<>();
    private final StringBuilder site = new StringBuilder();
    private Path directory = Path.of("target", "it");
    private Network network = Network.SHARED;

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        Engine.image();
        directory = directory.resolve(test.getRequiredTestClass().getSimpleName() + "."
                + test.getRequiredTestMethod().getName());
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path file : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
        network = Network.newNetwork();
    }

    /** Where what belongs to the test is kept. */
    Path directory() {
        return directory;
    }

    /** Adds lines to the drop-in {@code 50-site.conf} of hosts that are started from now on. */
    Fleet site(String lines) {
        site.append(lines);
        return this;
    }

    /** A host that is to be {@linkplain #start started}. */
    Host host(String name) {
        return host(name, limits -> {});
    }

    /** A host with {@code limits} of its own. */
    Host host(String name, Consumer<HostConfig> limits) {
        Host host = new Host(name, network, directory, site.toString(), limits);
        hosts.add(host);
        return host;
    }

    /** All there are. */
    List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /** Starts all hosts that are not started yet. */
    Fleet start() {
        Startables.deepStart(hosts.stream().filter(host -> !host.isStarted()).map(Host::container))
                .join();
        return this;
    }

    @Override
    public void afterEach(ExtensionContext test) throws InterruptedException {
        boolean failed = test.getExecutionException().isPresent();
        for (Host host : hosts) {
            if (failed) {
                host.dump();
            }
            host.close();
        }
        network.close();
    }
}
