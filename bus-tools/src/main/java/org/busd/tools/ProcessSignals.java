package org.busd.tools;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Signals as the JVM tells of them, through a shutdown hook. Once its hooks have run the JVM ends with 128 and the
 * signal's number; a command that is to end with 0 instead halts the JVM at the end of its hook. That cuts other
 * hooks short, so such a command sets {@code bus.shutdown-hook = off} and closes its client itself before it is done.
 */
final class ProcessSignals implements Signals {

    @Override
    public Watch onSignal(Runnable stop, Duration limit, Ending ending) {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    if (done.getCount() == 0) {
                        return; // an ordinary exit, after the command's end
                    }
                    stop.run();
                    await(done, limit);
                    if (ending == Ending.DONE) {
                        Runtime.getRuntime().halt(ExitCode.DONE);
                    }
                },
                "bus-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The hook is running: it has been waiting for this.
            }
        };
    }

    @Override
    public Watch onSignals(Runnable stop, Runnable reload, Duration limit) {
        return DaemonSignals.watch(stop, reload, limit);
    }

    private static void await(CountDownLatch done, Duration limit) {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LastWords.say("bus: did not end within " + limit.toMillis() + " ms, stopping now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
