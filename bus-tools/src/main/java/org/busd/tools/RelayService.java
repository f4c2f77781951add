package org.busd.tools;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.busd.Relay;
import org.busd.RelayMetrics;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;

/** A relay as a daemon runs it. */
record RelayService(Relay relay) implements Service {

    static Service open(BusSettings settings) {
        return new RelayService(Relay.open(settings));
    }

    /**
     * Opens one that signs.
     *
     * @throws UsageException if there is nothing to sign with
     */
    static Service openSigning(BusSettings settings) {
        List<Finding> faults =
                KeyChecks.signing(settings).stream().filter(Finding::isFailure).toList();
        if (!faults.isEmpty()) {
            throw new UsageException(faults.stream()
                    .map(fault -> fault.what() + ": " + fault.detail())
                    .collect(Collectors.joining("; ")));
        }
        return new RelayService(Relay.openSigning(settings));
    }

    @Override
    public String serving() {
        return "relaying " + named(relay.inbound()) + " -> " + named(relay.outbound())
                + (relay.isSigning() ? ", signing what is not signed" : "");
    }

    private static String named(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    @Override
    public CompletionStage<?> ended() {
        return relay.ended();
    }

    @Override
    public List<Finding> keys(BusSettings settings) {
        return KeyChecks.findings(settings, relay.isSigning());
    }

    /** Ready: messages can pass, and be signed where they are to be. */
    @Override
    public Health health() {
        boolean live = relay.isResponding(PassageHealth.PATIENCE);
        RelayMetrics metrics = relay.metrics();
        return new PassageHealth(
                        "relay",
                        metrics.received(),
                        metrics.passedOn(),
                        metrics.signingFailures(),
                        metrics.dropEpisodes(),
                        metrics.connectionsTurnedAway(),
                        metrics.connectionsEnded())
                .health(live, live && (relay.canSign() || !relay.isSigning()), signing(metrics));
    }

    private List<Health.Measure> signing(RelayMetrics metrics) {
        return !relay.isSigning()
                ? List.of()
                : List.of(
                        Health.Measure.counter("signed", "Messages that were signed on their way.", metrics.signed()),
                        Health.Measure.counter(
                                "unsignable",
                                "Messages that passed unsigned: they are none, or would be too large.",
                                metrics.unsignable()),
                        Health.Measure.counter(
                                "signing_failures",
                                "Messages that passed unsigned: the certificate has expired, or signing failed.",
                                metrics.signingFailures()));
    }

    @Override
    public void close() {
        relay.close();
    }
}
