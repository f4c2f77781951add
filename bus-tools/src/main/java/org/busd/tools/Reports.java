package org.busd.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.busd.HealthOutlet;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;

/**
 * Tells how a service is, to whoever the settings and the supervisor name: at {@code bus.monitoring.endpoint} every five
 * seconds, at {@code bus.monitoring.http} when asked, and to a watchdog for as long as the service is live. Where nobody
 * wants to know, nothing runs.
 */
final class Reports implements AutoCloseable {

    /** As moksha's. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Service service;
    private final Supervisor supervisor;
    private final Console console;
    private final Optional<HealthOutlet> outlet;
    private final Optional<HealthServer> server;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(2, Reports::thread);

    private Reports(
            Service service,
            Supervisor supervisor,
            Console console,
            Optional<HealthOutlet> outlet,
            Optional<HealthServer> server) {
        this.service = service;
        this.supervisor = supervisor;
        this.console = console;
        this.outlet = outlet;
        this.server = server;
    }

    /**
     * Starts telling.
     *
     * @throws FailedException if HTTP cannot be bound
     * @throws org.busd.BusException if the endpoint cannot be bound
     */
    static Reports start(BusSettings settings, Service service, Supervisor supervisor, Console console) {
        settings.monitoring()
                .http()
                .filter(HealthServer::isOpenToOthers)
                .ifPresent(address -> console.tell("warning: bus.monitoring.http = " + address
                        + " answers everybody who reaches it, on other hosts, too"));
        Optional<Endpoint> endpoint = settings.monitoring().endpoint();
        Optional<URI> http = settings.monitoring().http();
        Optional<HealthOutlet> outlet = endpoint.map(bound -> HealthOutlet.open(settings, bound));
        try {
            Optional<HealthServer> server = http.map(bound -> HealthServer.start(bound, service::health));
            Reports reports = new Reports(service, supervisor, console, outlet, server);
            reports.begin();
            return reports;
        } catch (RuntimeException e) {
            outlet.ifPresent(HealthOutlet::close);
            throw e;
        }
    }

    private void begin() {
        if (outlet.isPresent()) {
            every(EVERY, this::publish);
        }
        supervisor.heartbeat().ifPresent(pause -> every(pause, this::keepAlive));
    }

    private void every(Duration pause, Runnable task) {
        ScheduledFuture<?> ignored =
                clock.scheduleAtFixedRate(() -> attempt(task), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What an executor is thrown it never says, and never runs again. */
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            console.tell("cannot tell how it is: " + e);
        }
    }

    private void publish() {
        try {
            byte[] report = JSON.writeValueAsBytes(service.health().report());
            outlet.ifPresent(open -> open.publish(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keepAlive() {
        if (service.health().live()) {
            supervisor.alive();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bus-reports");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.ifPresent(HealthServer::close);
        clock.shutdown();
        outlet.ifPresent(HealthOutlet::close);
    }
}
