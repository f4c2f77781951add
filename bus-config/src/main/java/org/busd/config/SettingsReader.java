package org.busd.config;

import static org.busd.config.Keys.*;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns values into settings. Confined to one load. */
final class SettingsReader {
    private final Values values;
    private final Problems problems;
    private final List<String> warnings;
    private final Supplier<String> hostName;

    SettingsReader(Values values, Problems problems, List<String> warnings, Supplier<String> hostName) {
        this.values = values;
        this.problems = problems;
        this.warnings = warnings;
        this.hostName = hostName;
    }

    /**
     * Reads and checks all of them.
     *
     * @throws SettingsException if there was any problem, also one noted before
     */
    BusSettings read() {
        String topicPrefix = values.get(TOPIC_PREFIX);
        String environment = values.get(ENVIRONMENT);
        Optional<String> modname = values.get(MODNAME);
        Optional<String> name = values.get(NAME);
        Map<String, List<Endpoint>> endpoints = values.get(ENDPOINTS);
        Relay relay = new Relay(values.get(RELAY_INBOUND), values.get(RELAY_OUTBOUND));
        Gateway gateway = new Gateway(values.get(GATEWAY_ENDPOINT), values.get(GATEWAY_HIGH_WATER_MARK));
        Publish publish = publish();
        Subscribe subscribe = subscribe();
        Signing signing = signing();
        Validation validation = validation();
        Map<String, List<String>> routingPolicy = values.get(ROUTING_POLICY);
        boolean routingNitpicky = values.get(ROUTING_NITPICKY);
        Map<String, ConsumerSettings> consumers = values.get(CONSUMERS);
        Monitoring monitoring = new Monitoring(values.get(MONITORING_ENDPOINT), values.get(MONITORING_HTTP));
        Optional<Path> stateDir = values.get(STATE_DIR);
        Duration shutdownDeadline = values.get(SHUTDOWN_DEADLINE);
        Zmq zmq = zmq();
        boolean shutdownHook = values.get(SHUTDOWN_HOOK);

        String serviceName = new ServiceName(values, problems, warnings).find(name, modname, endpoints, hostName);
        CrossChecks checks = new CrossChecks(values, problems, warnings);
        checks.relay(relay);
        checks.sizes(publish, subscribe);
        checks.reconnect(subscribe, publish);
        checks.signing(signing, serviceName);
        checks.validation(validation);
        problems.throwIfAny();

        return new BusSettings(
                topicPrefix,
                environment,
                modname,
                name,
                serviceName,
                endpoints,
                relay,
                gateway,
                publish,
                subscribe,
                signing,
                validation,
                routingPolicy,
                routingNitpicky,
                consumers,
                monitoring,
                stateDir,
                shutdownDeadline,
                zmq,
                shutdownHook,
                warnings,
                Entries.of(values));
    }

    private Publish publish() {
        return new Publish(
                values.get(PUBLISH_VIA),
                values.get(PUBLISH_FAN_IN),
                values.get(PUBLISH_HIGH_WATER_MARK),
                values.get(PUBLISH_MAX_BYTES),
                values.get(PUBLISH_OVERFLOW),
                values.get(PUBLISH_PATIENCE),
                values.get(PUBLISH_SETTLE),
                values.get(PUBLISH_READY_TIMEOUT),
                values.get(PUBLISH_LINGER),
                values.get(PUBLISH_MAX_THREAD_SOCKETS),
                values.get(PUBLISH_MAX_MESSAGE_SIZE),
                values.get(PUBLISH_BIND_ADDRESS),
                values.get(PUBLISH_TRACE_THREAD_SOCKETS));
    }

    private Subscribe subscribe() {
        return new Subscribe(
                values.get(SUBSCRIBE_HIGH_WATER_MARK),
                values.get(SUBSCRIBE_MAX_MESSAGE_SIZE),
                values.get(SUBSCRIBE_RECONNECT),
                values.get(SUBSCRIBE_RECONNECT_MAX));
    }

    private Signing signing() {
        return new Signing(
                values.get(SIGNING_ENABLED),
                values.get(SIGNING_CERTIFICATE),
                values.get(SIGNING_KEY),
                values.get(SIGNING_PASSPHRASE_FILE),
                values.get(SIGNING_ALGORITHM),
                values.get(SIGNING_CERTIFICATES_DIR),
                values.get(SIGNING_CERTNAMES));
    }

    private Validation validation() {
        return new Validation(
                values.get(VALIDATION_MODE),
                values.get(VALIDATION_CA),
                values.get(VALIDATION_CRL),
                values.get(VALIDATION_CRL_STALE),
                values.get(VALIDATION_ALGORITHMS),
                values.get(VALIDATION_MAX_CLOCK_SKEW),
                values.get(VALIDATION_MAX_AGE));
    }

    private Zmq zmq() {
        return new Zmq(
                values.get(ZMQ_IO_THREADS),
                new TcpKeepalive(
                        values.get(ZMQ_TCP_KEEPALIVE_ENABLED),
                        values.get(ZMQ_TCP_KEEPALIVE_COUNT),
                        values.get(ZMQ_TCP_KEEPALIVE_IDLE),
                        values.get(ZMQ_TCP_KEEPALIVE_INTERVAL)),
                values.get(ZMQ_HEARTBEAT),
                values.get(ZMQ_MAX_CONNECTIONS));
    }
}
