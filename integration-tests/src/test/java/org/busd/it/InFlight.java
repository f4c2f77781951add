package org.busd.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.busd.BusClient;
import org.busd.BusClosedException;
import org.busd.BusException;

/**
 * Threads that publish by one client as fast as they can, until it tells them that it is closed; some without waiting for
 * each message. Whatever else they are told is a failure, and so is a call that does not return.
 */
final class InFlight {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final BusClient client;
    private final String name;
    private final int subscribers;
    private final CountDownLatch ready;
    private final CountDownLatch first;
    private final List<Publishing> threads = new ArrayList<>();
    private final AtomicReference<Throwable> wrong = new AtomicReference<>();

    /**
     * Starts them; returns when {@code first} messages in all are published.
     *
     * @param subscribers how many there will be: nobody publishes before
     */
    static InFlight start(BusClient client, String name, int count, int async, int subscribers, int first)
            throws InterruptedException {
        InFlight started = new InFlight(client, name, count + async, subscribers, first);
        for (int t = 0; t < count + async; t++) {
            Publishing thread = started.new Publishing(t, t >= count);
            started.threads.add(thread);
            thread.start();
        }
        if (!started.begins()) {
            throw new IllegalStateException("nothing is published", started.wrong.get());
        }
        return started;
    }

    private InFlight(BusClient client, String name, int count, int subscribers, int first) {
        this.client = client;
        this.name = name;
        this.subscribers = subscribers;
        this.ready = new CountDownLatch(count);
        this.first = new CountDownLatch(first);
    }

    private boolean begins() throws InterruptedException {
        return ready.await(LONG.toSeconds(), TimeUnit.SECONDS) && first.await(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** How many publishes of each returned, or completed, once all know that the client is closed. */
    Map<String, Integer> awaitReturned() throws InterruptedException {
        Map<String, Integer> returned = new TreeMap<>();
        for (Publishing thread : threads) {
            thread.join(LONG.toMillis());
            if (thread.isAlive()) {
                IllegalStateException hangs = new IllegalStateException(thread.getName() + " hangs");
                hangs.setStackTrace(thread.getStackTrace());
                throw hangs;
            }
            returned.put(thread.getName(), thread.returned);
        }
        if (wrong.get() != null) {
            throw new IllegalStateException("told something else than that the client is closed", wrong.get());
        }
        return returned;
    }

    /** How many that returned without waiting were then told that the end came before. */
    long unsent() {
        return threads.stream().mapToLong(thread -> thread.unsent).sum();
    }

    private final class Publishing extends Thread {
        private final boolean async;
        private final List<CompletableFuture<Void>> futures = new ArrayList<>();
        /** Read by others when the thread has ended. */
        private int returned;
        /** Of those that returned; read by others when the thread has ended. */
        private int unsent;

        Publishing(int number, boolean async) {
            super(name + "." + number);
            this.async = async;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                awaitAll();
                publishUntilClosed();
                for (CompletableFuture<Void> future : futures) {
                    if (!isSent(future)) {
                        unsent++;
                    }
                }
            } catch (RuntimeException | Error | InterruptedException e) {
                wrong.compareAndSet(null, e);
            }
        }

        /** Or was told that the end came before; it is told one or the other. */
        private boolean isSent(CompletableFuture<Void> accepted) {
            try {
                accepted.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
                return true;
            } catch (CompletionException e) {
                if (e.getCause() instanceof BusClosedException) {
                    return false;
                }
                throw e;
            }
        }

        /** With an outlet for each thread this opens this one's. */
        private void awaitAll() throws InterruptedException {
            boolean there = client.awaitSubscribers(subscribers, LONG);
            ready.countDown();
            if (!there || !ready.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("who subscribes does not come");
            }
        }

        private void publishUntilClosed() {
            try {
                while (true) {
                    Map<String, Object> body = Map.of("from", getName(), "n", returned);
                    if (async) {
                        publishAsync(body);
                    } else {
                        client.publish("numbered", body);
                        returned++;
                        first.countDown();
                    }
                }
            } catch (BusClosedException e) {
                return;
            }
        }

        private void publishAsync(Map<String, Object> body) {
            CompletableFuture<Void> future = client.publishAsync("numbered", body);
            if (!future.isCompletedExceptionally()) {
                futures.add(future);
                returned++;
                first.countDown();
                return;
            }
            try {
                future.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof BusClosedException closed) {
                    throw closed;
                }
                if (!(e.getCause() instanceof BusException)) {
                    throw e;
                }
                // No room just now.
                LockSupport.parkNanos(100_000);
            }
        }
    }
}
