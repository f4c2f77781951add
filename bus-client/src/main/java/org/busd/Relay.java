package org.busd;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.Failure;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.encode.MessageSigner;
import org.busd.internal.relay.BoundEndpoints;
import org.busd.internal.relay.BoundIntake;
import org.busd.internal.relay.Outgoing;
import org.busd.internal.relay.RelayCounters;
import org.busd.internal.relay.Signing;
import org.busd.internal.relay.Treatment;
import org.busd.internal.transport.PeerCounters;
import org.busd.internal.zmq.Binding;
import org.busd.signing.Signer;
import org.busd.signing.SigningException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where processes publish that bind no endpoint of their own ({@code bus.publish.via = relay}): it binds
 * {@code bus.relay.inbound} for them and {@code bus.relay.outbound} for subscribers, and passes every message on as it
 * came, bytes and frames; one that signs ({@link #openSigning}) signs what is not signed. It waits for nobody: a subscriber
 * that has fallen {@code bus.publish.high-water-mark} messages behind loses what it cannot take, alone.
 *
 * <p>It has no shutdown hook: who opens it closes it. Thread-safe.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final BusSettings settings;
    private final Optional<Signer> signer;
    private final Passing passing;

    private Relay(BusSettings settings, Optional<Signer> signer) {
        this.settings = settings;
        this.signer = signer;
        String name = "relay-" + NUMBERS.incrementAndGet();
        Binding binding = new Binding(settings.publish().bindAddress());
        BoundEndpoints inbound = new BoundEndpoints(settings.relay().inbound(), "bus.relay.inbound", binding);
        BoundEndpoints outbound = new BoundEndpoints(settings.relay().outbound(), "bus.relay.outbound", binding);
        Publish publish = settings.publish();
        this.passing = Passing.open(
                name,
                settings,
                new BoundIntake(inbound, publish.settle()),
                new Outgoing(outbound, publish.highWaterMark(), publish.linger()),
                signer.<Treatment>map(with -> new Signing(name, with, publish.maxMessageSize()))
                        .orElse(Treatment.NONE));
    }

    /**
     * Opens a relay. Subscribers are let in at once, publishers {@code bus.publish.settle} later, so that what these have
     * queued while there was no relay finds those who listen; then this returns, and everybody may publish.
     *
     * @param settings any
     * @return a relay to be closed
     * @throws BusException if an endpoint cannot be bound; names it and its key
     */
    public static Relay open(BusSettings settings) {
        return new Relay(settings, Optional.empty());
    }

    /**
     * Opens a relay that signs the messages that carry no signature, with what {@code bus.signing} names, whether that is
     * enabled or not. All others pass as they came: what is signed already, by whomever; what is no message, or would be
     * larger than {@code bus.publish.max-message-size} once signed. A signed message is sent in canonical form.
     *
     * <p>So the relay vouches for whoever reaches {@code bus.relay.inbound}.
     *
     * <p>A new certificate and key are in use within two seconds of both being there. When the certificate has expired,
     * messages pass unsigned, which is counted, logged and told by {@link #canSign}; those who verify refuse them.
     *
     * @param settings any
     * @return a relay to be closed
     * @throws BusException if an endpoint cannot be bound, or the certificate or the key cannot be used; names it and its
     *     key, or the file
     */
    public static Relay openSigning(BusSettings settings) {
        Signer signer = Uninterruptibly.get(() -> {
            try {
                return MessageSigner.open(settings);
            } catch (Failure e) {
                throw BusException.of(e);
            }
        });
        signer.warnings().forEach(LOG::warn);
        return new Relay(settings, Optional.of(signer));
    }

    /**
     * Where publishers connect.
     *
     * @return what is bound, as listed in {@code bus.relay.inbound}
     */
    public List<Endpoint> inbound() {
        return settings.relay().inbound();
    }

    /**
     * Where subscribers connect.
     *
     * @return what is bound, as listed in {@code bus.relay.outbound}
     */
    public List<Endpoint> outbound() {
        return settings.relay().outbound();
    }

    /**
     * What this relay has done so far.
     *
     * @return a snapshot
     */
    public RelayMetrics metrics() {
        RelayCounters counters = passing.counters();
        // In this order: never more passed on than came in.
        long passedOn = counters.passedOnSum();
        PeerCounters peers = passing.peerCounters();
        return new RelayMetrics(
                counters.receivedSum(),
                passedOn,
                counters.signedSum(),
                counters.unsignableSum(),
                counters.signingFailuresSum(),
                counters.episodes().droppingSum(),
                peers.turnedAwaySum(),
                peers.endedSum());
    }

    /**
     * Whether it signs what is not signed.
     *
     * @return whether it was opened so
     */
    public boolean isSigning() {
        return signer.isPresent();
    }

    /**
     * Whether it can sign the next message.
     *
     * @return false if it does not sign, or its certificate has expired
     */
    public boolean canSign() {
        try {
            return signer.map(Signer::pair).isPresent();
        } catch (SigningException e) {
            return false;
        }
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
     * @return completes when the relay has been closed; with a {@link BusException} if it died before, of its own or of a
     *     ZeroMQ thread's error: then nothing is left but to close it and open another
     */
    public CompletionStage<@Nullable Void> ended() {
        return passing.ended();
    }

    /**
     * Ends the relay: what has arrived is passed on, publishers lose their connections and queue what they publish from
     * then on, subscribers have {@code bus.publish.linger} to take what they were sent. It takes no longer than
     * {@code bus.shutdown-deadline} and a moment, whatever others do. What is on its way from a publisher meanwhile is
     * lost. Idempotent; callable from any thread.
     */
    @Override
    public void close() {
        passing.close();
    }
}
