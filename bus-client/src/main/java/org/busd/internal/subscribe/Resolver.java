package org.busd.internal.subscribe;

import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.busd.config.Endpoint;
import org.busd.internal.OwnThreads;
import org.busd.internal.zmq.TcpAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the host names of endpoints for as long as it takes, on threads of its own: a name that does not answer
 * stalls nobody. Its threads end when there is nothing to resolve. Thread-safe.
 */
final class Resolver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);
    private static final int THREADS = 8;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LAST_RETRY_MILLIS = 30_000;

    private final ScheduledThreadPoolExecutor threads;

    Resolver(String name) {
        threads = new ScheduledThreadPoolExecutor(THREADS, task -> OwnThreads.create(name + "-resolver", task));
        threads.setKeepAliveTime(1, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Calls {@code found}, on a thread of the resolver, once {@code endpoint}'s host has an address. */
    void resolve(Endpoint endpoint, Consumer<Endpoint> found) {
        attempt(endpoint, found, 0, FIRST_RETRY_MILLIS);
    }

    private void attempt(Endpoint endpoint, Consumer<Endpoint> found, long delayMillis, long retryMillis) {
        try {
            ScheduledFuture<?> ignored =
                    threads.schedule(() -> tryOnce(endpoint, found, retryMillis), delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} is no longer looked for", endpoint);
        }
    }

    private void tryOnce(Endpoint endpoint, Consumer<Endpoint> found, long retryMillis) {
        try {
            found.accept(TcpAddresses.resolve(endpoint));
        } catch (UnknownHostException e) {
            if (retryMillis == FIRST_RETRY_MILLIS) {
                LOG.warn("{}: the host is unknown; it is tried again until it is known", endpoint);
            }
            attempt(endpoint, found, retryMillis, Math.min(2 * retryMillis, LAST_RETRY_MILLIS));
        }
    }

    @Override
    public void close() {
        // Not shutdownNow: nobody here needs an interrupt, a name service least of all.
        threads.shutdown();
    }
}
