package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network.Ipam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final int SUBNETS = 256;

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
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
        network = network();
    }

    /** One whose hosts may keep their addresses: an engine lets them only where it was told of which there are. */
    private static Network network() {
        int first = ThreadLocalRandom.current().nextInt(SUBNETS);
        for (int n = 0; n < SUBNETS - 1; n++) {
            String subnet = "172.29." + (first + n) % SUBNETS + ".0/24";
            try {
                Network network = Network.builder()
                        .createNetworkCmdModifier(
                                create -> create.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet))))
                        .build();
                // It is made when it is asked for.
                assertThat(network.getId()).isNotEmpty();
                return network;
            } catch (DockerException e) {
                System.out.println("  " + subnet + " is somebody's: " + e.getMessage());
            }
        }
        throw new AssertionError("no subnet of 172.29.0.0/16 is free: docker network prune");
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
