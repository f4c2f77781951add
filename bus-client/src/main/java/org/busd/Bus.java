package org.busd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.busd.config.BusSettings;
import org.jspecify.annotations.Nullable;

/**
 * The bus of this process: {@code Bus.publish("order.created", order)}, from any thread, and everybody who subscribes
 * hears it. Nothing to set up and nothing to close: the settings come from drop-ins under {@code /etc/bus.d}, sockets are
 * opened when they are needed and closed when their threads end, and what was published is sent before the JVM exits.
 *
 * <p>Behind it is one {@link BusClient}, opened on first use. A configuration that does not hold is told by each call
 * anew; once {@linkplain #shutdown(Duration) shut down}, it stays closed. Thread-safe.
 */
public final class Bus {
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Object OPENING = new Object();

    /** Where calls go; written under {@link #OPENING}. */
    private static volatile @Nullable BusClient client;

    /** The bus of the process, be it in force or put aside; guarded by {@link #OPENING}. */
    private static @Nullable BusClient own;

    /** What is in force instead; guarded by {@link #OPENING}. */
    private static @Nullable StandIn top;

    /** Shut down before anything was opened; guarded by {@link #OPENING}. */
    private static boolean closed;

    private Bus() {}

    /**
     * Publishes {@code body}; see {@link BusClient#publish(String, String, Object)}.
     *
     * @param topic e.g. {@code order.created}; {@code bus.topic-prefix}, {@code bus.environment} and a modname derived
     *     from the calling class (or {@code bus.modname}) come before it
     * @param body what to say; null is <code>{}</code>
     * @throws IllegalArgumentException if {@code topic} is no topic
     * @throws org.busd.config.SettingsException if the settings do not hold; names all problems
     * @throws BusClosedException after shutdown
     * @throws BusException if it cannot be published; then nothing is, and the next publish starts afresh
     */
    public static void publish(String topic, @Nullable Object body) {
        BusClient bus = client();
        if (bus.needsCaller(topic)) {
            bus.publishFrom(CALLERS.getCallerClass(), topic, body);
        } else {
            bus.publishFromAnywhere(topic, body);
        }
    }

    /**
     * Publishes {@code body} under a given modname; see {@link BusClient#publish(String, String, Object)}.
     *
     * @param modname which part of the system speaks, e.g. {@code orders}
     * @param topic e.g. {@code order.created}
     * @param body what to say; null is <code>{}</code>
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is none
     * @throws org.busd.config.SettingsException if the settings do not hold; names all problems
     * @throws BusClosedException after shutdown
     * @throws BusException if it cannot be published; then nothing is, and the next publish starts afresh
     */
    public static void publish(String modname, String topic, @Nullable Object body) {
        client().publish(modname, topic, body);
    }

    /**
     * Publishes {@code body} without waiting; see {@link BusClient#publishAsync(String, Object)}.
     *
     * @param topic see {@link #publish(String, Object)}
     * @param body what to say; null is <code>{}</code>
     * @return completes when ZeroMQ has got the message; fails with a {@link BusException} if it cannot be published
     * @throws IllegalArgumentException if {@code topic} is no topic
     * @throws org.busd.config.SettingsException if the settings do not hold; names all problems
     * @throws BusClosedException after shutdown
     */
    public static CompletableFuture<@Nullable Void> publishAsync(String topic, @Nullable Object body) {
        BusClient bus = client();
        return bus.needsCaller(topic)
                ? bus.publishAsyncFrom(CALLERS.getCallerClass(), topic, body)
                : bus.publishAsync(topic, body);
    }

    /**
     * Subscribes, for whoever polls or iterates; see {@link BusClient#subscribe(String...)}.
     *
     * @param topics full topics, prefixes, or patterns with {@code *} for one or more whole segments; none: everything
     * @return a subscription to be closed
     */
    public static Subscription subscribe(String... topics) {
        return client().subscribe(topics);
    }

    /**
     * Subscribes a handler; see {@link BusClient#subscribe(Consumer, String...)}.
     *
     * @param handler called on a thread of its own, one message after the other
     * @param topics full topics, prefixes, or patterns with {@code *} for one or more whole segments; none: everything
     * @return a subscription to be closed
     */
    public static Subscription subscribe(Consumer<Message> handler, String... topics) {
        return client().subscribe(handler, topics);
    }

    /**
     * Subscribes; see {@link BusClient#subscribe(SubscribeOptions)}.
     *
     * @param options topics, endpoints, who gets what
     * @return a subscription to be closed
     */
    public static Subscription subscribe(SubscribeOptions options) {
        return client().subscribe(options);
    }

    /**
     * Waits until somebody listens; see {@link BusClient#awaitSubscribers(int, Duration)}.
     *
     * @param count how many live subscriptions
     * @param wait how long at the most
     * @return whether there were so many in time
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public static boolean awaitSubscribers(int count, Duration wait) throws InterruptedException {
        return client().awaitSubscribers(count, wait);
    }

    /**
     * Waits until somebody listens to {@code topic}; see {@link BusClient#awaitSubscribers(String, int, Duration)}.
     *
     * @param topic as given to {@link #publish(String, Object)}
     * @param count how many live subscriptions that cover it
     * @param wait how long at the most
     * @return whether there were so many in time
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public static boolean awaitSubscribers(String topic, int count, Duration wait) throws InterruptedException {
        BusClient bus = client();
        return bus.needsCaller(topic)
                ? bus.awaitSubscribersOf(CALLERS.getCallerClass(), topic, count, wait)
                : bus.awaitSubscribers(topic, count, wait);
    }

    /**
     * Waits until all that was published has been given to ZeroMQ; see {@link BusClient#flush(Duration)}.
     *
     * @param wait how long at the most
     * @return whether it was in time
     */
    public static boolean flush(Duration wait) {
        return client().flush(wait);
    }

    /** Closes the calling thread's socket now; see {@link BusClient#closeThread()}. Opens nothing. */
    public static void closeThread() {
        BusClient bus = client;
        if (bus != null) {
            bus.closeThread();
        }
    }

    /**
     * Has the threads that {@code factory} makes close their sockets when their work ends; see {@link BusClient#wrap}. Opens
     * nothing.
     *
     * @param factory any
     * @return one whose threads call {@link #closeThread()} last
     */
    public static ThreadFactory wrap(ThreadFactory factory) {
        return BusClient.wrap(factory, Bus::closeThread);
    }

    /**
     * The thread sockets that are open; see {@link BusClient#threadSockets()}.
     *
     * @return a snapshot
     */
    public static List<OpenThreadSocket> threadSockets() {
        return client().threadSockets();
    }

    /**
     * Has {@code action} run when the bus of this process is shut down, while it still publishes; see
     * {@link BusClient#beforeShutdown}.
     *
     * @param action may publish
     * @throws BusClosedException if the shutdown has begun
     */
    public static void beforeShutdown(Runnable action) {
        client().beforeShutdown(action);
    }

    /**
     * What the bus of this process has done so far.
     *
     * @return a snapshot
     */
    public static BusMetrics metrics() {
        return client().metrics();
    }

    /**
     * The settings in force.
     *
     * @return immutable
     */
    public static BusSettings settings() {
        return client().settings();
    }

    /**
     * Shuts the bus of this process down, for good; see {@link BusClient#shutdown(Duration)}. The JVM does so by itself
     * when it exits, unless {@code bus.shutdown-hook = off}. While another client {@linkplain #use stands in}, it is that
     * one which is shut down.
     *
     * @param budget how long it may take at the most
     * @return how many accepted messages could not be given to ZeroMQ
     */
    public static long shutdown(Duration budget) {
        BusClient bus;
        synchronized (OPENING) {
            closed |= top == null;
            bus = client;
        }
        return bus == null ? 0 : bus.shutdown(budget);
    }

    /**
     * Has another client stand in for the bus of the process, which is neither opened nor closed meanwhile: for tests of code
     * that calls this class. It concerns all threads of the process, so tests that run in parallel disturb each other. Where
     * one stand-in follows another before that is closed, the last one counts.
     *
     * @param client stays the caller's, to be closed by it
     * @return to be closed when the test is over
     */
    public static StandIn use(BusClient client) {
        synchronized (OPENING) {
            StandIn standIn = new StandIn(client, top);
            top = standIn;
            Bus.client = client;
            return standIn;
        }
    }

    /** A client in force in place of the bus of the process, or of an earlier stand-in. Thread-safe. */
    public static final class StandIn implements AutoCloseable {
        private final BusClient client;
        private final @Nullable StandIn below;
        /** Guarded by {@link #OPENING}. */
        private boolean over;

        private StandIn(BusClient client, @Nullable StandIn below) {
            this.client = client;
            this.below = below;
        }

        /**
         * Puts back what was in force before. Idempotent; stand-ins may be closed in any order. Does not close the client.
         */
        @Override
        public void close() {
            synchronized (OPENING) {
                over = true;
                StandIn last = top;
                while (last != null && last.over) {
                    last = last.below;
                }
                top = last;
                Bus.client = last == null ? own : last.client;
            }
        }
    }

    private static BusClient client() {
        BusClient bus = client;
        return bus == null ? open() : bus;
    }

    private static BusClient open() {
        BusClient opened;
        synchronized (OPENING) {
            BusClient bus = client;
            if (bus != null) {
                return bus;
            }
            if (closed) {
                throw new BusClosedException("the bus of this process is shut down", null);
            }
            opened = BusClient.builder().name("bus").openQuietly();
            own = opened;
            client = opened;
        }
        opened.tellWarnings();
        return opened;
    }
}
