package org.busd.tools;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who started this daemon and wants to know how it is: systemd, where {@code NOTIFY_SOCKET} says so
 * (sd_notify(3)); else nobody. Thread-safe.
 */
final class Supervisor implements AutoCloseable {
    private final Optional<NotifySocket> socket;
    private final Optional<Duration> watchdog;

    /** Guarded by this: after the stop is told, nothing else is. */
    private boolean stopping;

    private Supervisor(Optional<NotifySocket> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    static Supervisor ofThisProcess(Console console) {
        return of(System.getenv(), ProcessHandle.current().pid(), console);
    }

    static Supervisor of(Map<String, String> environment, long pid, Console console) {
        @Nullable String address = environment.get("NOTIFY_SOCKET");
        if (address == null || address.isEmpty()) {
            return new Supervisor(Optional.empty(), Optional.empty());
        }
        return new Supervisor(Optional.of(NotifySocket.open(address, console)), watchdog(environment, pid));
    }

    /** How often the watchdog wants to hear from us at least; empty: there is none, or it watches another process. */
    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String ofProcess = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        if (!micros.matches("[1-9][0-9]{0,15}") || !(ofProcess.isEmpty() || ofProcess.equals(Long.toString(pid)))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000));
    }

    /** How often {@link #alive} is to be called; half of what is watched for, as sd_watchdog_enabled(3) recommends. */
    Optional<Duration> heartbeat() {
        return watchdog.map(span -> span.dividedBy(2));
    }

    /** It serves. */
    void ready() {
        say("READY=1");
    }

    /** It reads its settings again; {@link #ready} follows. The JVM's nanoTime is CLOCK_MONOTONIC, which systemd wants. */
    void reloading() {
        say("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    /** It is healthy. */
    void alive() {
        say("WATCHDOG=1");
    }

    /** It ends. */
    synchronized void stopping() {
        say("STOPPING=1");
        stopping = true;
    }

    private synchronized void say(String state) {
        if (!stopping) {
            socket.ifPresent(open -> open.send(state));
        }
    }

    @Override
    public synchronized void close() {
        stopping();
        socket.ifPresent(NotifySocket::close);
    }
}
