package org.busd.it.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.images.builder.Transferable;

/**
 * A container that is a host of its own: it has a name, drop-ins in {@code /etc/bus.d}, and processes that are started on it.
 * It may be cut off, deafened, paused; root is who works on it.
 */
final class Host implements AutoCloseable {
    private static final String DROP_INS = "/etc/bus.d/";
    /** With the class-data archive of the {@code bus} command and without the optimising compiler: JVMs that start soon. */
    private static final String JVM = "exec java -Xshare:auto -XX:SharedArchiveFile=$(echo " + Engine.HOME
            + "/lib/archive/*.jsa) -XX:+UseSerialGC -XX:TieredStopAtLevel=1 $JAVA_OPTIONS -cp $(echo " + Engine.HOME
            + "/lib/bus-tools-*.jar):" + Engine.PROGRAMS + " \"$@\"";

    /** How daemons say that they serve. */
    private static final Map<String, String> READY =
            Map.of("relay", "relaying ", "gateway", "gathering ", "trigger", "waiting ", "hub", "running ");

    private final String name;
    private final Network network;
    private final Path directory;
    private final GenericContainer<?> container;
    private final Map<String, String> environment = new HashMap<>();
    private final List<HostProcess> processes = new ArrayList<>();
    private String address = "";

    Host(String name, Network network, Path directory, String site, Consumer<HostConfig> limits) {
        this.name = name;
        this.network = network;
        this.directory = directory;
        this.container = new GenericContainer<>(Engine.image())
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCommand("sleep", "infinity")
                .withCreateContainerCmdModifier(create -> {
                    create.withHostName(name);
                    HostConfig config = Objects.requireNonNull(create.getHostConfig());
                    // Only the hosts' names are known: no name service elsewhere is asked.
                    config.withCapAdd(Capability.NET_ADMIN).withInit(true).withDns("127.0.0.1");
                    limits.accept(config);
                });
        if (!site.isEmpty()) {
            dropIn("50-site.conf", site);
        }
    }

    GenericContainer<?> container() {
        return container;
    }

    boolean isStarted() {
        return container.getContainerId() != null;
    }

    /** Its name, by which the others know it. */
    String name() {
        return name;
    }

    /** Writes a drop-in. */
    Host dropIn(String file, String text) {
        return file(DROP_INS + file, text);
    }

    /** Writes a file. */
    Host file(String path, String text) {
        return file(path, text, 0644);
    }

    /** Writes a file with an octal mode. */
    Host file(String path, String text, int mode) {
        Transferable content = Transferable.of(text.getBytes(StandardCharsets.UTF_8), 0100000 | mode);
        if (isStarted()) {
            container.copyFileToContainer(content, path);
        } else {
            container.withCopyToContainer(content, path);
        }
        return this;
    }

    /** Sets an environment variable of processes started from now on. */
    Host environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts one of the programs of {@code org.busd.it}. */
    HostProcess program(Class<?> program, String... arguments) throws IOException, InterruptedException {
        return program(program.getName(), arguments);
    }

    /** Starts one of the programs of {@code org.busd.it}, by the name of its class. */
    HostProcess program(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", JVM, "java"));
        command.add(program.contains(".") ? program : "org.busd.it." + program);
        command.addAll(List.of(arguments));
        return start(program.substring(program.lastIndexOf('.') + 1), command);
    }

    /** Starts the {@code bus} command. */
    HostProcess bus(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bus"));
        command.addAll(List.of(arguments));
        return start("bus-" + arguments[0], command);
    }

    /** Starts a daemon of the {@code bus} command, and waits until it says on stderr that it serves. */
    HostProcess daemon(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec bus \"$@\" 2>&1", "bus"));
        command.addAll(List.of(arguments));
        HostProcess daemon = start("bus-" + arguments[0], command);
        daemon.awaitLine("bus: " + READY.get(arguments[0]), HostProcess.LONG);
        return daemon;
    }

    /** Starts a {@code Subscriber}. */
    HostListener listen(String... topics) throws IOException, InterruptedException {
        return new HostListener(program("Subscriber", topics));
    }

    /** Starts any command; {@code kind} is what it is called in files and failures. */
    HostProcess start(String kind, List<String> command) throws IOException, InterruptedException {
        HostProcess process = HostProcess.start(
                this, directory.resolve(name + "-" + kind + "-" + (processes.size() + 1)), environment, command);
        processes.add(process);
        return process;
    }

    /** Runs a line of shell to its end. */
    ExecResult run(String line) throws IOException, InterruptedException {
        return container.execInContainer("sh", "-c", line);
    }

    /** Runs a line of shell that must succeed; returns what it said. */
    String sh(String line) throws IOException, InterruptedException {
        ExecResult result = run(line);
        if (result.getExitCode() != 0) {
            throw new AssertionError(name + ": " + line + " ended with " + result.getExitCode() + "\n"
                    + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    /** Waits until so many connections to one of its ports are there. */
    void awaitConnections(int port, int count) {
        await().atMost(HostProcess.LONG)
                .until(() ->
                        sh("ss -tnH state established sport = :" + port).lines().count() == count);
    }

    /** Takes it from the network; connections are not ended, they just get no further. */
    void unplug() {
        address = container
                .getContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
        docker().disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .exec();
    }

    /** Puts it back, under its name and at its address. */
    void plug() {
        plug(name);
    }

    /** Gives it another name, in place of the one it has. */
    void moveTo(String other) {
        unplug();
        plug(other);
    }

    private void plug(String alias) {
        docker().connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .withContainerNetwork(new ContainerNetwork()
                        .withAliases(alias)
                        .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    /** Has it send and receive nothing, while its interface stays up: connections are half open. */
    void deafen() throws IOException, InterruptedException {
        sh("iptables -A INPUT -i eth0 -j DROP && iptables -A OUTPUT -o eth0 -j DROP");
    }

    /** Ends what {@link #deafen} began. */
    void undeafen() throws IOException, InterruptedException {
        sh("iptables -F");
    }

    /**
     * Stops all its processes where they are. The kernel's older freezer (cgroup v1) may miss a process that is busy, and the
     * engine then gives up: asked again until it has them all.
     */
    void pause() {
        await().atMost(HostProcess.LONG)
                .ignoreException(InternalServerErrorException.class)
                .until(() -> {
                    docker().pauseContainerCmd(container.getContainerId()).exec();
                    return true;
                });
    }

    /** Lets them go on. */
    void unpause() {
        docker().unpauseContainerCmd(container.getContainerId()).exec();
    }

    DockerClient docker() {
        return container.getDockerClient();
    }

    /** Has each JVM write a thread dump to where its stdout goes, and keeps what the container itself said. */
    void dump() throws InterruptedException {
        for (HostProcess process : processes) {
            process.dump();
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
