package org.busd.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a bus, read and checked. Immutable, and so safe to share between threads.
 *
 * <p>The components follow the keys: {@code bus.publish.high-water-mark} is {@code publish().highWaterMark()}. Durations
 * are {@link Duration}s, sizes are in bytes, what may be {@code null}, {@code off} or {@code auto} is an
 * {@link Optional}. Maps are sorted by name, lists keep their order, all are unmodifiable. Settings are made by a {@link
 * SettingsLoader}; the constructors of the records check and copy nothing.
 *
 * @param topicPrefix what every topic begins with
 * @param environment the topic's second part, such as {@code dev} or {@code prod}
 * @param modname the topic's third part, unless a call says otherwise
 * @param name the service name as it was set; {@link #serviceName()} is the one that holds
 * @param serviceName the service's name in {@code endpoints}: {@code bus.name}, else {@code <bus.modname>.<short host
 *     name>} if {@code endpoints} has it, else {@code local}
 * @param endpoints service name to where its processes bind, ranges of ports expanded
 * @param relay where the relay binds
 * @param gateway the gateway's own outlet
 * @param publish how this process publishes
 * @param subscribe how this process subscribes
 * @param signing with what this process signs
 * @param validation how received messages are verified
 * @param routingPolicy topic to the names that may sign it; a topic with an empty list may be signed by nobody
 * @param routingNitpicky whether a topic without a policy is refused
 * @param consumers consumer name to what is set for it
 * @param monitoring where a daemon tells how it is
 * @param stateDir where daemons keep what must outlive them
 * @param shutdownDeadline how long daemons take to finish what they hold
 * @param zmq ZeroMQ's own knobs
 * @param shutdownHook whether the JVM's shutdown shuts the bus down
 * @param warnings what is allowed but probably not meant, one sentence each; for the log
 * @param entries every setting with its origin, sorted by key
 */
public record BusSettings(
        String topicPrefix,
        String environment,
        Optional<String> modname,
        Optional<String> name,
        String serviceName,
        Map<String, List<Endpoint>> endpoints,
        Relay relay,
        Gateway gateway,
        Publish publish,
        Subscribe subscribe,
        Signing signing,
        Validation validation,
        Map<String, List<String>> routingPolicy,
        boolean routingNitpicky,
        Map<String, ConsumerSettings> consumers,
        Monitoring monitoring,
        Optional<Path> stateDir,
        Duration shutdownDeadline,
        Zmq zmq,
        boolean shutdownHook,
        List<String> warnings,
        List<SettingsEntry> entries) {
    /**
     * Reads the settings of this host, user and process: the built-in defaults, {@code /etc/bus.d}, {@code ~/.bus.d},
     * the environment and the system properties, later ones winning.
     *
     * @return the settings
     * @throws SettingsException if they cannot be used; names all faults
     */
    public static BusSettings load() {
        return SettingsLoader.create().load();
    }

    /**
     * Where processes of this service bind.
     *
     * @return the endpoints of {@link #serviceName()} in their order; empty only if {@code bus.endpoints.local} was
     *     taken away and nothing else applies
     */
    public List<Endpoint> serviceEndpoints() {
        return endpoints.getOrDefault(serviceName, List.of());
    }

    /**
     * The certificate this process signs with: {@code signing.certificate}, else the one that {@code signing.certnames}
     * has for {@link #serviceName()}, in {@code signing.certificates-dir}.
     *
     * @return the PEM file, which need not exist; empty if none is set
     */
    public Optional<Path> signingCertificate() {
        return signing.certificate().or(() -> inCertificatesDir(".crt"));
    }

    /**
     * The private key this process signs with, found as {@link #signingCertificate()} is.
     *
     * @return the PEM file, which need not exist; empty if none is set
     */
    public Optional<Path> signingKey() {
        return signing.key().or(() -> inCertificatesDir(".key"));
    }

    /**
     * One setting.
     *
     * @param key with or without the leading {@code bus.}; the quotes of names with dots may be left out
     * @return the setting; empty if the key is unknown or a block
     */
    public Optional<SettingsEntry> entry(String key) {
        return EntryTree.of(entries).at(key).flatMap(EntryTree::entry);
    }

    /**
     * The settings in a block.
     *
     * @param key as for {@link #entry}; {@code bus} for all
     * @return the setting itself, or those in the block; empty if there are none
     */
    public List<SettingsEntry> entries(String key) {
        return EntryTree.of(entries).at(key).map(EntryTree::all).orElse(List.of());
    }

    /**
     * All settings as one JSON object, {@code {"bus":{…}}}, on one line. Durations and sizes are text as it was written.
     * It can be used as a configuration file.
     *
     * @return the object
     */
    public String toJson() {
        return EntryTree.of(entries).toJson();
    }

    /**
     * One setting or block as JSON.
     *
     * @param key as for {@link #entry}
     * @return the value; empty if there is nothing at the key
     */
    public Optional<String> toJson(String key) {
        return EntryTree.of(entries).at(key).map(EntryTree::toJson);
    }

    private Optional<Path> inCertificatesDir(String suffix) {
        return Optional.ofNullable(signing.certnames().get(serviceName))
                .map(name -> signing.certificatesDir().resolve(name + suffix));
    }
}
