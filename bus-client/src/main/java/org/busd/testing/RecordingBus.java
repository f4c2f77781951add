package org.busd.testing;

import java.util.List;
import java.util.Optional;
import org.busd.Bus;
import org.busd.BusClient;
import org.busd.Message;
import org.busd.config.BusSettings;
import org.busd.config.SettingsLoader;

/**
 * A bus for unit tests that sends nothing and remembers what was published: give {@link #client()} to the code under test,
 * or {@link #install()} it where that calls {@link Bus}. Messages are encoded as they would be for the network, so that
 * what cannot be encoded throws as it would there, and is not remembered.
 *
 * <p>Nobody is there to hear: {@code awaitSubscribers} is false at once, and a subscription that names no endpoints of its
 * own connects to nowhere and receives nothing.
 *
 * <p>Thread-safe. The messages of one thread are remembered in the order in which it published them, with and without
 * waiting.
 */
public final class RecordingBus implements AutoCloseable {
    /** How many messages are remembered at the most. One more makes {@code publish} throw. */
    public static final int CAPACITY = 10_000;

    private final Recording recording;
    private final BusClient client;
    private final Optional<Bus.StandIn> standIn;

    private RecordingBus(Recording recording, BusClient client, Optional<Bus.StandIn> standIn) {
        this.recording = recording;
        this.client = client;
        this.standIn = standIn;
    }

    /**
     * Opens one with the built-in defaults, no endpoints and no shutdown hook; neither drop-ins nor variables nor system
     * properties are read.
     *
     * @return to be closed
     */
    public static RecordingBus open() {
        return open(settings());
    }

    /**
     * Opens one with given settings, e.g. with a modname.
     *
     * @param settings any with {@code bus.publish.via = none}
     * @return to be closed
     * @throws IllegalArgumentException if {@code bus.publish.via} is not {@code none}
     */
    public static RecordingBus open(BusSettings settings) {
        Recording recording = new Recording(CAPACITY);
        return new RecordingBus(recording, client(recording, settings), Optional.empty());
    }

    /**
     * Opens one as {@link #open()} does, and has it stand in for the bus of the process until it is closed; see {@link
     * Bus#use}. Not for tests that run in parallel.
     *
     * @return to be closed
     */
    public static RecordingBus install() {
        Recording recording = new Recording(CAPACITY);
        BusClient client = client(recording, settings());
        return new RecordingBus(recording, client, Optional.of(Bus.use(client)));
    }

    private static BusClient client(Recording recording, BusSettings settings) {
        return BusClient.builder().settings(settings).observer(recording).open();
    }

    private static BusSettings settings() {
        return SettingsLoader.isolated()
                .set("publish.via", "none")
                .set("endpoints", "{local = null, relay = null}")
                .set("shutdown-hook", "off")
                .load();
    }

    /**
     * What the code under test publishes on.
     *
     * @return the same each time; closed with this
     */
    public BusClient client() {
        return client;
    }

    /**
     * The full topics of what was published.
     *
     * @return in the order of {@link #messages()}
     * @throws IllegalStateException if more than {@value #CAPACITY} messages were published since the last {@link #clear()}
     */
    public List<String> topics() {
        return messages().stream().map(Message::topic).toList();
    }

    /**
     * What was published, as a subscriber would have received it.
     *
     * @return in the order it was published, one after the other where several threads did
     * @throws IllegalStateException if more than {@value #CAPACITY} messages were published since the last {@link #clear()}
     */
    public List<Message> messages() {
        return recording.messages();
    }

    /**
     * What was published on one topic.
     *
     * @param topic a full topic, or its last segments: {@code order.created} for
     *     {@code org.example.dev.shop.order.created}
     * @return in the order of {@link #messages()}; empty if there is none
     * @throws IllegalStateException if more than {@value #CAPACITY} messages were published since the last {@link #clear()}
     */
    public List<Message> messages(String topic) {
        return messages().stream()
                .filter(message -> ("." + message.topic()).endsWith("." + topic))
                .toList();
    }

    /** Forgets what was published so far. */
    public void clear() {
        recording.clear();
    }

    /**
     * Closes the client, and puts back the bus of the process if this stood in for it. What was published can still be asked
     * for. Idempotent.
     */
    @Override
    public void close() {
        standIn.ifPresent(Bus.StandIn::close);
        client.close();
    }
}
