package org.busd.tools;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * The signals of a daemon. They are taken from the JVM, whose own way, a shutdown hook, knows neither SIGHUP nor a second
 * signal. Each comes on a thread of its own. Thread-safe.
 */
final class DaemonSignals {
    private static final int NUMBER_OF_INT = 2;
    private static final int NUMBER_OF_TERM = 15;
    /** What a shell says of a process that a signal has killed: this and the signal's number. */
    private static final int KILLED = 128;

    private final Runnable stop;
    private final Runnable reload;
    private final Duration limit;
    private final Thread served = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger stops = new AtomicInteger();
    /** Whether a reload is to come that has not begun. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    private DaemonSignals(Runnable stop, Runnable reload, Duration limit) {
        this.stop = stop;
        this.reload = reload;
        this.limit = limit;
    }

    /** They stay taken: who has closed the watch ends, and a late signal changes nothing about how. */
    static org.busd.tools.Signals.Watch watch(Runnable stop, Runnable reload, Duration limit) {
        DaemonSignals signals = new DaemonSignals(stop, reload, limit);
        Signals.register("TERM", () -> signals.stop(NUMBER_OF_TERM));
        Signals.register("INT", () -> signals.stop(NUMBER_OF_INT));
        Signals.register("HUP", signals::reload);
        return signals.done::countDown;
    }

    private void stop(int number) {
        if (stops.getAndIncrement() > 0) {
            end("bus: a second signal: ending at once", KILLED + number);
        }
        stop.run();
        awaitEnd();
    }

    private void awaitEnd() {
        long start = System.nanoTime();
        try {
            if (done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                // The process ends now, unless a shutdown hook of somebody's does not.
                TimeUnit.NANOSECONDS.sleep(limit.toNanos() - (System.nanoTime() - start));
            }
            StringBuilder text = new StringBuilder(
                    "bus: did not end within " + limit.toMillis() + " ms, stopping now; " + served.getName() + " is");
            for (StackTraceElement frame : served.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
            end(text.toString(), ExitCode.DONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without anything that could take its time; but what was started here ends, too. */
    private static void end(String why, int status) {
        LastWords.say(why);
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(status);
    }

    private void reload() {
        if (waiting.getAndSet(true)) {
            return; // the one that waits covers this one, too
        }
        synchronized (reload) {
            waiting.set(false);
            reload.run();
        }
    }
}
