package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The container engine, and the image of all hosts: one with a JRE, {@code -Dbusd.it.docker-image}, with the {@code bus} command and
 * the test programs put on top, and of the tools that tests use what it lacks.
 *
 * <p>Where there is no engine tests are skipped, and one line says so; with {@code -Dbusd.it.docker=required} they fail,
 * with {@code off} they are always skipped.
 */
final class Engine {
    /** Where the {@code bus} command is on every host. */
    static final String HOME = "/opt/bus";

    /** Where the test programs are on every host. */
    static final String PROGRAMS = "/opt/programs";

    private static final String IMAGE = System.getProperty("busd.it.docker-image", "eclipse-temurin:17-jre");
    private static final Path COMMAND = Path.of("..", "bus-tools", "target", "bus");
    private static final Path CLASSES = Path.of("target", "test-classes");

    private static final String TOOLS = "iproute2 iptables faketime python3-zmq python3-cryptography";
    private static final String DOCKERFILE = """
            FROM %s
            RUN { command -v ip && command -v iptables && command -v faketime && python3 -c 'import zmq, cryptography'; } \
                >/dev/null 2>&1 || { apt-get update -q && \
                DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends %s; }
            COPY bus %s
            COPY programs %s
            RUN ln -s %3$s/bin/bus /usr/local/bin/bus && BUSD_ARCHIVE=make bus --version
            """.formatted(IMAGE, TOOLS, HOME, PROGRAMS);

    private Engine() {}

    /** The name of the image, which the first call builds. */
    static String image() {
        String wanted = System.getProperty("busd.it.docker", "");
        if (wanted.equals("off") || !DockerClientFactory.instance().isDockerAvailable()) {
            assertThat(wanted)
                    .as("an engine is required, and none answers: .ci/containers starts one")
                    .isNotEqualTo("required");
            return abort(Skipped.LINE);
        }
        return Built.IMAGE;
    }

    /** Said once, however many tests are skipped. */
    private static final class Skipped {
        static final String LINE =
                say("SKIPPED: container tests: -Dbusd.it.docker=off, or no engine answers (see CONTRIBUTING.md)");

        private static String say(String line) {
            System.out.println(line);
            return line;
        }
    }

    private static final class Built {
        static final String IMAGE = build();

        private static String build() {
            assertThat(COMMAND.resolve("complete"))
                    .as("the built image of the bus command")
                    .matches(Files::exists);
            return new ImageFromDockerfile("busd-it-host", false)
                    .withFileFromPath("bus", COMMAND)
                    .withFileFromPath("programs", CLASSES)
                    .withFileFromString("Dockerfile", DOCKERFILE)
                    .get();
        }
    }
}
