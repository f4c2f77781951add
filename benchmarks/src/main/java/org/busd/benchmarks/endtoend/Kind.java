package org.busd.benchmarks.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.busd.benchmarks.Settings;

/** What is compared. */
enum Kind {
    BUSD("bus.d") {
        @Override
        Wiring wiring(int port, int threads, int bytes, List<String> settings) {
            Settings given = new Settings().port(port);
            int firstThread = 0;
            int subscriptions = 1;
            int topics = 1;
            for (String setting : settings) {
                int equals = setting.indexOf('=');
                String key = setting.substring(0, equals);
                String value = setting.substring(equals + 1);
                switch (key) {
                    case FIRST_THREAD -> firstThread = Integer.parseInt(value);
                    case SUBSCRIPTIONS -> subscriptions = Integer.parseInt(value);
                    case TOPICS -> topics = Integer.parseInt(value);
                    default -> given.set(key, value);
                }
            }
            return new BusWiring(given, bytes, firstThread, subscriptions, topics);
        }
    },
    JEROMQ("JeroMQ") {
        @Override
        Wiring wiring(int port, int threads, int bytes, List<String> settings) {
            return new JeromqWiring(port, threads, bytes);
        }

        @Override
        int ports(int threads) {
            return threads;
        }
    },
    NATS("NATS") {
        @Override
        Wiring wiring(int port, int threads, int bytes, List<String> settings) throws Exception {
            return new NatsWiring(port, bytes);
        }

        @Override
        Optional<Broker> broker(Path directory, int port) throws Exception {
            return Optional.of(Broker.nats(directory, port));
        }

        @Override
        Optional<String> missing(Tools tools) {
            return tools.missing("nats-server", "nats-server");
        }
    },
    RABBITMQ("RabbitMQ") {
        @Override
        Wiring wiring(int port, int threads, int bytes, List<String> settings) throws Exception {
            return new RabbitWiring(port, bytes);
        }

        @Override
        Optional<Broker> broker(Path directory, int port) throws Exception {
            return Optional.of(Broker.rabbit(directory, port));
        }

        @Override
        Optional<String> missing(Tools tools) {
            return tools.missing("rabbitmq-server", "rabbitmq-server");
        }
    },
    LIBZMQ("libzmq") {
        @Override
        List<String> command(Tools tools, String role, int port, int threads, int bytes, List<String> settings) {
            return List.of(tools.libzmqPeer().toString(), role, number(port), number(threads), number(bytes));
        }

        @Override
        Optional<String> missing(Tools tools) {
            return Files.exists(tools.libzmqPeer())
                    ? Optional.empty()
                    : Optional.of("wants gcc and Debian's libzmq3-dev");
        }
    },
    PYZMQ("pyzmq") {
        /** Who listens does so in Java: it is the publisher that is looked at. */
        @Override
        List<String> command(Tools tools, String role, int port, int threads, int bytes, List<String> settings) {
            return role.equals("publish")
                    ? List.of(
                            tools.python().orElseThrow(),
                            tools.pyzmqPeer().toString(),
                            role,
                            number(port),
                            number(threads),
                            number(bytes))
                    : JEROMQ.command(tools, role, port, threads, bytes, settings);
        }

        @Override
        Optional<String> missing(Tools tools) {
            return tools.python().isPresent() ? Optional.empty() : Optional.of("wants Debian's python3-zmq");
        }

        @Override
        boolean takes(int threads) {
            return threads == 1;
        }
    };

    /** What stands among bus.d's settings for a benchmark's own. */
    static final String FIRST_THREAD = "benchmark.first-thread";

    static final String SUBSCRIPTIONS = "benchmark.subscriptions";

    private static final int BROKERS_PORTS = 3;

    static final String TOPICS = "benchmark.topics";

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }

    private static String number(int number) {
        return Integer.toString(number);
    }

    /** For those whose processes are in Java. */
    Wiring wiring(int port, int threads, int bytes, List<String> settings) throws Exception {
        throw new UnsupportedOperationException(title + " is not in Java");
    }

    /** The server it wants, which listens at {@code port}. */
    Optional<Broker> broker(Path directory, int port) throws Exception {
        return Optional.empty();
    }

    /** What this host lacks for it. */
    Optional<String> missing(Tools tools) {
        return Optional.empty();
    }

    /** How many ports in a row it takes. */
    int ports(int threads) {
        return BROKERS_PORTS;
    }

    /** Whether it can publish by so many threads. */
    boolean takes(int threads) {
        return true;
    }

    /** How to start a process of it; {@code role} is {@code publish} or {@code subscribe}. */
    List<String> command(Tools tools, String role, int port, int threads, int bytes, List<String> settings) {
        List<String> command = new ArrayList<>(tools.java(role));
        command.addAll(List.of(Child.class.getName(), role, name(), number(port), number(threads), number(bytes)));
        if (this == BUSD) {
            command.addAll(settings);
        }
        return command;
    }
}
