package org.busd.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.busd.Relay;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import picocli.CommandLine.Command;

/** {@code bus relay}: passes on what processes publish that bind no endpoint of their own. */
@Command(
        name = "relay",
        description = "Take messages in at bus.relay.inbound, where bus publish and processes with bus.publish.via ="
                + " relay send them, and publish them at bus.relay.outbound, unchanged. Runs until Ctrl-C or SIGTERM;"
                + " what has arrived by then is still passed on. A subscriber that does not keep up loses messages,"
                + " alone.",
        footer = {
            "  bus relay                                 for this host, at the ports of the settings",
            "  bus relay --set bus.relay.outbound='[\"tcp://*:4001\"]'",
            "  bus tail --endpoint tcp://127.0.0.1:4001  what goes through it"
        })
final class RelayCommand implements Callable<Integer> {

    /** What a relay may need to end after its deadline. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final BusCommand bus;

    RelayCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    @SuppressWarnings("try") // the watch only has to be there
    public Integer call() {
        BusSettings settings = bus.settings(Map.of("bus.shutdown-hook", "off"));
        Duration limit = settings.shutdownDeadline().plus(ENDING);
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (Signals.Watch watch = bus.console()
                        .signals()
                        .onSignal(() -> end.complete(ExitCode.DONE), limit, Signals.Ending.DONE);
                Relay relay = Relay.open(settings)) {
            bus.console().tell("relaying " + named(relay.inbound()) + " -> " + named(relay.outbound()));
            return await(end, relay);
        }
    }

    /** Parks until a signal comes, or the relay has died. */
    private static int await(CompletableFuture<Integer> end, Relay relay) {
        try {
            return end.applyToEither(relay.ended().thenApply(nothing -> ExitCode.FAILED), code -> code)
                    .join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw new FailedException("the relay died: " + (cause == null ? e : cause).getMessage());
        }
    }

    private static String named(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    }
}
