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

    @Override
    public String serving() {
        return "relaying " + named(relay.inbound()) + " -> " + named(relay.outbound());
    }

    private static String named(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }

    @Override
    public CompletionStage<?> ended() {
        return relay.ended();
    }

    @Override
    public Health health() {
        boolean live = relay.isResponding(PassageHealth.PATIENCE);
        RelayMetrics metrics = relay.metrics();
        return new PassageHealth(
                        "relay",
                        metrics.received(),
                        metrics.passedOn(),
                        metrics.dropEpisodes(),
                        metrics.connectionsTurnedAway(),
                        metrics.connectionsEnded())
                .health(live, live, List.of());
    }

    @Override
    public void close() {
        relay.close();
    }
}
