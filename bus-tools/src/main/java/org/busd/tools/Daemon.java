package org.busd.tools;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.busd.config.BusSettings;
import org.jspecify.annotations.Nullable;

/**
 * Runs a service until SIGTERM or SIGINT, or until it dies. The main thread sleeps all the while; what there is to do now
 * and then, others do. For one run, on one thread.
 */
final class Daemon {

    /** What ending may take beyond {@code bus.shutdown-deadline}. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private final BusCommand bus;
    private final Map<String, String> overrides;
    private final Service.Opening opening;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    Daemon(BusCommand bus, Service.Opening opening) {
        this(bus, Map.of(), opening);
    }

    /** One whose command itself decides some settings. */
    Daemon(BusCommand bus, Map<String, String> overrides, Service.Opening opening) {
        this.bus = bus;
        this.overrides = new HashMap<>(overrides);
        this.overrides.put("bus.shutdown-hook", "off");
        this.opening = opening;
    }

    /** Runs it to its end; returns the exit code. */
    @SuppressWarnings("try") // the watch only has to be there
    int run() {
        BusSettings settings = settings();
        Duration limit = settings.shutdownDeadline().plus(ENDING);
        CompletableFuture<Reload> reload = new CompletableFuture<>();
        try (Supervisor supervisor = Supervisor.ofThisProcess(bus.console());
                Signals.Watch watch = bus.console()
                        .signals()
                        .onSignals(() -> stop(supervisor), () -> reload.join().run(), limit)) {
            try (Service service = opening.open(settings);
                    Reports reports = Reports.start(settings, service, supervisor, bus.console())) {
                reload.complete(new Reload(service, settings, this::settings, supervisor, bus.console()));
                CompletionStage<?> ignored = service.ended().whenComplete((nothing, death) -> died(death));
                bus.console().tell(service.serving());
                supervisor.ready();
                return await();
            }
        }
    }

    private BusSettings settings() {
        return bus.settings(overrides);
    }

    private void stop(Supervisor supervisor) {
        supervisor.stopping();
        end.complete(ExitCode.DONE);
    }

    private void died(@Nullable Throwable death) {
        String what = death == null ? "it has ended, though nobody asked for it" : String.valueOf(death.getMessage());
        end.completeExceptionally(new FailedException("cannot go on: " + what));
    }

    /** Sleeps until a signal comes, or the service has died. */
    private int await() {
        try {
            return end.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof FailedException failed ? failed : e;
        }
    }
}
