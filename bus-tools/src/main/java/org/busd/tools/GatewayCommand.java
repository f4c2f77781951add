package org.busd.tools;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bus gateway}: one endpoint for those who cannot reach all others. */
@Command(
        name = "gateway",
        description = "Listen to all endpoints of the settings, and publish what is heard at bus.gateway.endpoint,"
                + " unchanged, for subscribers who cannot reach every endpoint. Runs until Ctrl-C or SIGTERM; what has"
                + " arrived by then is still passed on. A subscriber that does not keep up loses messages, alone.",
        footer = {
            "  bus gateway                               for this host, at tcp://127.0.0.1:9940",
            "  bus gateway --set bus.gateway.endpoint='tcp://*:9940'",
            "  bus tail --endpoint tcp://127.0.0.1:9940  what goes through it"
        })
final class GatewayCommand implements Callable<Integer> {

    private final BusCommand bus;

    GatewayCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() {
        return new Daemon(bus, GatewayService::open).run();
    }
}
