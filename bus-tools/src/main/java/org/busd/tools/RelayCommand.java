package org.busd.tools;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bus relay}: passes on what processes publish that bind no endpoint of their own. */
@Command(
        name = "relay",
        description = "Take messages in at bus.relay.inbound, where bus publish and processes with bus.publish.via ="
                + " relay send them, and publish them at bus.relay.outbound, unchanged, or signed. Runs until Ctrl-C or SIGTERM;"
                + " what has arrived by then is still passed on. A subscriber that does not keep up loses messages,"
                + " alone.",
        footer = {
            "  bus relay                                 for this host, at the ports of the settings",
            "  bus relay --sign                          and sign, with what bus.signing names, what is not signed",
            "  bus relay --set bus.relay.outbound='[\"tcp://*:4001\"]'",
            "  bus tail --endpoint tcp://127.0.0.1:4001  what goes through it"
        })
final class RelayCommand implements Callable<Integer> {

    private final BusCommand bus;

    @Option(
            names = "--sign",
            description = "Sign messages that carry no signature, with bus.signing.certificate and key or what"
                    + " bus.signing.certnames names. All others pass unchanged. The relay vouches for whoever reaches"
                    + " bus.relay.inbound.")
    private boolean sign;

    RelayCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() {
        return new Daemon(bus, sign ? RelayService::openSigning : RelayService::open).run();
    }
}
