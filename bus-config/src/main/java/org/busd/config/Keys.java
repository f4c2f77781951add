package org.busd.config;

import static org.busd.config.OrNone.orNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every key there is, with its type and range: reading, the check for unknown keys, the names of environment variables
 * and the tests of defaults and samples all follow from this table. The defaults are in {@code reference.conf}.
 */
final class Keys {
    private static final Map<String, Key<?>> BY_PATH = new LinkedHashMap<>();

    private static final Kind<Duration> WAIT = TimeSpan.of("0s", "1d");
    private static final Kind<Duration> PAUSE = TimeSpan.of("1ms", "1d");
    /** Linux takes 32767 s at the most (tcp(7)), and no connection would come about with more. */
    private static final Kind<Duration> KEEPALIVE = TimeSpan.of("1s", "9h");

    private static final Kind<Integer> MARK = new WholeNumber(1, 10_000_000);
    private static final Kind<Long> MESSAGE = Size.of("1KiB", "1GiB");
    private static final Kind<Boolean> TOGGLE = new Toggle();
    private static final Kind<Path> PATH = new FilePath();
    private static final Kind<List<Endpoint>> CONNECTED = Address.endpoints(Address.Wildcard.REFUSED);
    private static final Kind<List<Endpoint>> BOUND = Address.endpoints(Address.Wildcard.ALLOWED);
    private static final Kind<SignatureAlgorithm> ALGORITHM = Choice.of(SignatureAlgorithm.values());

    static final Key<String> TOPIC_PREFIX = key("topic-prefix", Text.topic());
    static final Key<String> ENVIRONMENT = key("environment", Text.segment());
    static final Key<Optional<String>> MODNAME = key("modname", orNull(Text.topic()));
    static final Key<Optional<String>> NAME = key("name", orNull(Text.name()));
    static final Key<Map<String, List<Endpoint>>> ENDPOINTS = key("endpoints", new Named<>(CONNECTED));

    static final Key<List<Endpoint>> RELAY_INBOUND = key("relay.inbound", CONNECTED);
    static final Key<List<Endpoint>> RELAY_OUTBOUND = key("relay.outbound", BOUND);

    static final Key<Endpoint> GATEWAY_ENDPOINT = key("gateway.endpoint", Address.endpoint());
    static final Key<Integer> GATEWAY_HIGH_WATER_MARK = key("gateway.high-water-mark", MARK);

    static final Key<Publish.Via> PUBLISH_VIA = key("publish.via", Choice.of(Publish.Via.values()));
    static final Key<Publish.FanIn> PUBLISH_FAN_IN = key("publish.fan-in", Choice.of(Publish.FanIn.values()));
    static final Key<Integer> PUBLISH_HIGH_WATER_MARK = key("publish.high-water-mark", MARK);
    static final Key<Long> PUBLISH_MAX_BYTES = key("publish.max-bytes", Size.of("1KiB", "64GiB"));
    static final Key<Publish.Overflow> PUBLISH_OVERFLOW = key("publish.overflow", Choice.of(Publish.Overflow.values()));
    static final Key<Duration> PUBLISH_PATIENCE = key("publish.patience", WAIT);
    static final Key<Duration> PUBLISH_SETTLE = key("publish.settle", WAIT);
    static final Key<Duration> PUBLISH_READY_TIMEOUT = key("publish.ready-timeout", WAIT);
    static final Key<Duration> PUBLISH_LINGER = key("publish.linger", WAIT);
    /** JeroMQ stops at about 1020 sockets a context. */
    static final Key<Integer> PUBLISH_MAX_THREAD_SOCKETS = key("publish.max-thread-sockets", new WholeNumber(0, 1000));

    static final Key<Long> PUBLISH_MAX_MESSAGE_SIZE = key("publish.max-message-size", MESSAGE);
    static final Key<Optional<String>> PUBLISH_BIND_ADDRESS = key("publish.bind-address", orNull(Address.host()));
    static final Key<Boolean> PUBLISH_TRACE_THREAD_SOCKETS = key("publish.trace-thread-sockets", TOGGLE);

    static final Key<Integer> SUBSCRIBE_HIGH_WATER_MARK = key("subscribe.high-water-mark", MARK);
    static final Key<Long> SUBSCRIBE_MAX_MESSAGE_SIZE = key("subscribe.max-message-size", MESSAGE);
    static final Key<Duration> SUBSCRIBE_RECONNECT = key("subscribe.reconnect", PAUSE);
    static final Key<Duration> SUBSCRIBE_RECONNECT_MAX = key("subscribe.reconnect-max", PAUSE);

    static final Key<Boolean> SIGNING_ENABLED = key("signing.enabled", TOGGLE);
    static final Key<Optional<Path>> SIGNING_CERTIFICATE = key("signing.certificate", orNull(PATH));
    static final Key<Optional<Path>> SIGNING_KEY = key("signing.key", orNull(PATH));
    static final Key<Optional<Path>> SIGNING_PASSPHRASE_FILE = key("signing.passphrase-file", orNull(PATH));
    static final Key<Optional<SignatureAlgorithm>> SIGNING_ALGORITHM =
            key("signing.algorithm", new OrNone<>("auto", ALGORITHM));
    static final Key<Path> SIGNING_CERTIFICATES_DIR = key("signing.certificates-dir", PATH);
    static final Key<Map<String, String>> SIGNING_CERTNAMES = key("signing.certnames", new Named<>(Text.fileName()));

    static final Key<Validation.Mode> VALIDATION_MODE = key("validation.mode", Choice.of(Validation.Mode.values()));
    static final Key<Optional<Path>> VALIDATION_CA = key("validation.ca", orNull(PATH));
    static final Key<Optional<Path>> VALIDATION_CRL = key("validation.crl", orNull(PATH));
    static final Key<Validation.CrlStale> VALIDATION_CRL_STALE =
            key("validation.crl-stale", Choice.of(Validation.CrlStale.values()));
    static final Key<Set<SignatureAlgorithm>> VALIDATION_ALGORITHMS =
            key("validation.algorithms", new Mapped<>(new ListOf<>(ALGORITHM, true), Sorted::setOf));
    static final Key<Duration> VALIDATION_MAX_CLOCK_SKEW = key("validation.max-clock-skew", WAIT);
    static final Key<Optional<Duration>> VALIDATION_MAX_AGE =
            key("validation.max-age", new OrNone<>("off", TimeSpan.of("1s", "365d")));

    static final Key<Map<String, List<String>>> ROUTING_POLICY =
            key("routing-policy", new Named<>(new ListOf<>(Text.name(), false)));
    static final Key<Boolean> ROUTING_NITPICKY = key("routing-nitpicky", TOGGLE);

    static final Key<Map<String, ConsumerSettings>> CONSUMERS = key("consumers", new Named<>(new Consumer()));

    static final Key<Optional<Endpoint>> MONITORING_ENDPOINT = key("monitoring.endpoint", orNull(Address.endpoint()));
    static final Key<Optional<URI>> MONITORING_HTTP = key("monitoring.http", orNull(Address.http()));

    static final Key<Optional<Path>> STATE_DIR = key("state-dir", orNull(PATH));
    static final Key<Duration> SHUTDOWN_DEADLINE = key("shutdown-deadline", WAIT);

    static final Key<Integer> ZMQ_IO_THREADS = key("zmq.io-threads", new WholeNumber(1, 64));
    static final Key<Boolean> ZMQ_TCP_KEEPALIVE_ENABLED = key("zmq.tcp-keepalive.enabled", TOGGLE);
    static final Key<Integer> ZMQ_TCP_KEEPALIVE_COUNT = key("zmq.tcp-keepalive.count", new WholeNumber(1, 100));
    static final Key<Duration> ZMQ_TCP_KEEPALIVE_IDLE = key("zmq.tcp-keepalive.idle", KEEPALIVE);
    static final Key<Duration> ZMQ_TCP_KEEPALIVE_INTERVAL = key("zmq.tcp-keepalive.interval", KEEPALIVE);
    static final Key<Optional<Duration>> ZMQ_HEARTBEAT =
            key("zmq.heartbeat", new OrNone<>("off", TimeSpan.of("10ms", "1h")));
    static final Key<Integer> ZMQ_MAX_CONNECTIONS = key("zmq.max-connections", new WholeNumber(1, 100_000));

    static final Key<Boolean> SHUTDOWN_HOOK = key("shutdown-hook", TOGGLE);

    private Keys() {}

    /** Every key, in the order of the table. */
    static Collection<Key<?>> all() {
        return Collections.unmodifiableCollection(BY_PATH.values());
    }

    /** The key at a path without {@code bus.}; nothing for blocks and for names the user gives. */
    static Optional<Key<?>> at(String path) {
        return Optional.ofNullable(BY_PATH.get(path));
    }

    /** What stands in a block, {@code ""} being {@code bus} itself; nothing if there is no such block. */
    static Set<String> membersOf(String block) {
        String start = block.isEmpty() ? "" : block + ".";
        Set<String> members = new TreeSet<>();
        for (String path : BY_PATH.keySet()) {
            if (path.startsWith(start)) {
                String rest = path.substring(start.length());
                int dot = rest.indexOf('.');
                members.add(dot < 0 ? rest : rest.substring(0, dot));
            }
        }
        return members;
    }

    private static <T> Key<T> key(String path, Kind<T> kind) {
        Key<T> key = Key.of(path, kind);
        BY_PATH.put(path, key);
        return key;
    }
}
