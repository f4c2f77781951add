package org.busd.tools;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.busd.Gateway;
import org.busd.GatewayMetrics;
import org.busd.config.BusSettings;

/** A gateway as a daemon runs it. */
record GatewayService(Gateway gateway) implements Service {

    static Service open(BusSettings settings) {
        return new GatewayService(Gateway.open(settings));
    }

    @Override
    public String serving() {
        return "gathering from " + gateway.sources().size() + " endpoints -> " + gateway.endpoint();
    }

    @Override
    public CompletionStage<?> ended() {
        return gateway.ended();
    }

    /** Ready once there is anybody to listen to. */
    @Override
    public Health health() {
        boolean live = gateway.isResponding(PassageHealth.PATIENCE);
        GatewayMetrics metrics = gateway.metrics();
        return new PassageHealth(
                        "gateway",
                        metrics.received(),
                        metrics.passedOn(),
                        0,
                        metrics.dropEpisodes(),
                        metrics.connectionsTurnedAway(),
                        metrics.connectionsEnded())
                .health(
                        live,
                        live && metrics.connections() > 0,
                        List.of(Health.Measure.gauge(
                                "connections", "Publishers it is connected to now.", metrics.connections())));
    }

    @Override
    public void close() {
        gateway.close();
    }
}
