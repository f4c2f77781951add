package org.busd;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.internal.relay.BoundEndpoints;
import org.busd.internal.relay.ConnectedIntake;
import org.busd.internal.relay.Outgoing;
import org.busd.internal.relay.RelayCounters;
import org.busd.internal.relay.Treatment;
import org.busd.internal.transport.PeerCounters;
import org.busd.internal.zmq.Binding;
import org.busd.internal.zmq.OwnAddress;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint for subscribers who cannot reach all others: it connects to all of {@code bus.endpoints} and publishes
 * what it hears at {@code bus.gateway.endpoint}, every message as it came, bytes and frames. It waits for nobody: a
 * subscriber that has fallen {@code bus.gateway.high-water-mark} messages behind loses what it cannot take, alone.
 *
 * <p>Listed in {@code bus.endpoints}, its own endpoint is left out. Two gateways must not listen to each other: a message
 * would go round between them for ever.
 *
 * <p>It has no shutdown hook: who opens it closes it. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Endpoint endpoint;
    private final Set<Endpoint> sources;
    private final ConnectedIntake intake;
    private final Passing passing;

    private Gateway(BusSettings settings) {
        String name = "gateway-" + NUMBERS.incrementAndGet();
        endpoint = settings.gateway().endpoint();
        sources = new LinkedHashSet<>();
        settings.endpoints().values().forEach(sources::addAll);
        Binding binding = new Binding(settings.publish().bindAddress());
        intake = new ConnectedIntake(name, sources, new OwnAddress(binding.of(endpoint)));
        BoundEndpoints bound = new BoundEndpoints(List.of(endpoint), "bus.gateway.endpoint", binding);
        passing = Passing.open(
                name,
                settings,
                intake,
                new Outgoing(
                        bound,
                        settings.gateway().highWaterMark(),
                        settings.publish().linger()),
                Treatment.NONE);
    }

    /**
     * Opens a gateway; returns when its endpoint is bound and all connections are under way, but for those whose host is a
     * name: these follow when it is resolved. Those that nobody serves yet are tried again until somebody does.
     *
     * @param settings any
     * @return a gateway to be closed
     * @throws BusException if its endpoint cannot be bound; names it and its key
     */
    public static Gateway open(BusSettings settings) {
        return new Gateway(settings);
    }

    /**
     * Where subscribers connect.
     *
     * @return what is bound, as in {@code bus.gateway.endpoint}
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Where it listens.
     *
     * @return all endpoints of {@code bus.endpoints}, each once; unmodifiable
     */
    public Collection<Endpoint> sources() {
        return Collections.unmodifiableSet(sources);
    }

    /**
     * What this gateway has done so far.
     *
     * @return a snapshot
     */
    public GatewayMetrics metrics() {
        RelayCounters counters = passing.counters();
        // In this order: never more passed on than came in.
        long passedOn = counters.passedOnSum();
        PeerCounters peers = passing.peerCounters();
        return new GatewayMetrics(
                counters.receivedSum(),
                passedOn,
                counters.episodes().droppingSum(),
                peers.turnedAwaySum(),
                peers.endedSum(),
                intake.connectionCount());
    }

    /**
     * Whether it is at work, rather than stuck or ended: its thread answers, however much it has to pass on.
     *
     * @param wait how long it may take to answer
     * @return false if it does not, or has ended
     */
    public boolean isResponding(Duration wait) {
        return passing.isResponding(wait);
    }

    /**
     * Tells when nothing is passed on any more.
     *
     * @return completes when the gateway has been closed; with a {@link BusException} if it died before, of its own or of
     *     a ZeroMQ thread's error: then nothing is left but to close it and open another
     */
    public CompletionStage<@Nullable Void> ended() {
        return passing.ended();
    }

    /**
     * Ends the gateway: what has arrived is passed on, and subscribers have {@code bus.publish.linger} to take what they
     * were sent. It takes no longer than {@code bus.shutdown-deadline} and a moment, whatever others do. What is published
     * meanwhile is lost to those behind it. Idempotent; callable from any thread.
     */
    @Override
    public void close() {
        passing.close();
    }
}
