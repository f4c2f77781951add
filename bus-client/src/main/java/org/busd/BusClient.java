package org.busd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.busd.internal.Deadlines;
import org.busd.internal.Failure;
import org.busd.internal.LogLimit;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.busd.internal.encode.EncodedMessage;
import org.busd.internal.encode.EncoderPool;
import org.busd.internal.encode.MessageSigner;
import org.busd.internal.encode.ToJsonContract;
import org.busd.internal.publish.Publisher;
import org.busd.internal.subscribe.Arrivals;
import org.busd.internal.subscribe.BadMessage;
import org.busd.internal.subscribe.BodyReader;
import org.busd.internal.subscribe.EnvelopeReader;
import org.busd.internal.subscribe.SubscribeCounters;
import org.busd.internal.subscribe.Verification;
import org.busd.internal.topic.ModuleNames;
import org.busd.internal.topic.TopicRules;
import org.busd.internal.transport.Frames;
import org.busd.internal.transport.Transport;
import org.busd.internal.zmq.ZmqTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the bus, with settings of its own. Most programs use {@link Bus}, which holds one for the process;
 * tests, containers and programs on two buses open their own.
 *
 * <p>Opening one opens no socket: that comes with the first message or subscription. Thread-safe; any thread may publish,
 * and each gets a socket of its own.
 */
public final class BusClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusClient.class);
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String name;
    private final BusSettings settings;
    private final TopicRules topics;
    private final ModuleNames moduleNames;
    private final MessageSigner signer;
    private final EncoderPool encoders;
    private final Transport transport;
    private final Publisher publisher;
    private final BodyReader bodies = new BodyReader();
    private final Verification verification;
    private final SubscribeCounters subscribeCounters = new SubscribeCounters();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger subscriptionNumbers = new AtomicInteger();
    private final BeforeShutdown beforeShutdown;
    private final LogLimit deadLetterFailures = new LogLimit();

    private final ReentrantLock shuttingDown = new ReentrantLock();
    private volatile boolean closed;
    /** Not longer than it is registered: before it has run, a thread holds its creator's callers. */
    private Optional<Thread> shutdownHook;
    /** What the first shutdown returned; guarded by {@link #shuttingDown}. */
    private Optional<Long> undelivered = Optional.empty();

    private BusClient(
            String name,
            BusSettings settings,
            BiFunction<String, BusSettings, Transport> transports,
            Optional<Consumer<Message>> observer) {
        this.name = name;
        this.settings = settings;
        checkObserver(settings, observer);
        this.topics = new TopicRules(settings.topicPrefix(), settings.environment());
        this.moduleNames = new ModuleNames(settings.topicPrefix());
        this.signer = signer(settings);
        this.encoders =
                new EncoderPool(new Contract(), topics, signer, System.getProperty("user.name", "unknown"), (int)
                        Math.min(settings.publish().maxMessageSize(), Integer.MAX_VALUE - 8));
        this.verification = new Verification(settings);
        this.transport = openTransport(transports);
        this.publisher = new Publisher(name, settings, transport, BusClient::told, unsent(observer));
        this.beforeShutdown = new BeforeShutdown(name);
        this.shutdownHook = settings.shutdownHook() ? Optional.of(addHook()) : Optional.empty();
    }

    private static MessageSigner signer(BusSettings settings) {
        try {
            return MessageSigner.of(settings);
        } catch (Failure e) {
            throw BusException.of(e);
        }
    }

    private Transport openTransport(BiFunction<String, BusSettings, Transport> transports) {
        try {
            return transports.apply(name, settings);
        } catch (Failure e) {
            throw BusException.of(e);
        }
    }

    private static void checkObserver(BusSettings settings, Optional<Consumer<Message>> observer) {
        if (observer.isPresent() && settings.publish().via() != Publish.Via.NONE) {
            throw new IllegalArgumentException(
                    "an observer wants bus.publish.via = none, for it hears of what is not sent; it is "
                            + settings.publish().via().name().toLowerCase(Locale.ROOT));
        }
    }

    private BiConsumer<byte[], byte[]> unsent(Optional<Consumer<Message>> observer) {
        if (observer.isEmpty()) {
            return (topic, envelope) -> {};
        }
        return (topic, envelope) -> observer.get().accept(new Message(EnvelopeReader.readOwn(envelope), bodies));
    }

    private Thread addHook() {
        Thread hook = OwnThreads.create(name + "-shutdown", this::close);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            boolean ignored = transport.close(Duration.ZERO);
            throw new BusClosedException("the JVM is shutting down", e);
        }
        return hook;
    }

    /**
     * Opens a client with the settings of this host: drop-ins, environment, system properties.
     *
     * @return a client to be closed
     * @throws org.busd.config.SettingsException if the settings do not hold; names all problems
     */
    public static BusClient open() {
        return builder().open();
    }

    /**
     * Opens a client with given settings.
     *
     * @param settings any
     * @return a client to be closed
     */
    public static BusClient open(BusSettings settings) {
        return builder().settings(settings).open();
    }

    /**
     * Starts with the settings of this host.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a client is opened with. Not thread-safe. */
    public static final class Builder {
        private Supplier<BusSettings> settings = BusSettings::load;
        private Optional<String> name = Optional.empty();
        private Optional<Consumer<Message>> observer = Optional.empty();
        private BiFunction<String, BusSettings, Transport> transports = ZmqTransport::new;

        private Builder() {}

        /** How messages get to others, given the client's name and settings; by ZeroMQ unless given. */
        Builder transport(BiFunction<String, BusSettings, Transport> given) {
            transports = given;
            return this;
        }

        /**
         * Sets the settings.
         *
         * @param given any
         * @return this
         */
        public Builder settings(BusSettings given) {
            settings = () -> given;
            return this;
        }

        /**
         * Sets the name that the client's threads begin with; {@code bus-1} and so on unless given.
         *
         * @param given any, unique in the process for the sake of who reads thread dumps
         * @return this
         */
        public Builder name(String given) {
            name = Optional.of(given);
            return this;
        }

        /**
         * Has {@code observer} told of each message that {@code bus.publish.via = none} keeps from being sent, as a
         * subscriber would have received it. {@link org.busd.testing.RecordingBus} remembers them.
         *
         * @param given called on the thread that publishes, before {@code publish} returns, by many threads at a time; what
         *     it throws, {@code publish} throws, and the message counts as refused
         * @return this
         */
        public Builder observer(Consumer<Message> given) {
            observer = Optional.of(given);
            return this;
        }

        /**
         * Opens the client.
         *
         * @return a client to be closed
         * @throws org.busd.config.SettingsException if the settings do not hold; names all problems
         * @throws BusException if messages are to be signed and the certificate or the key cannot be used; names the file
         * @throws IllegalArgumentException if there is an observer, and {@code bus.publish.via} is not {@code none}
         */
        public BusClient open() {
            BusClient client = openQuietly();
            client.tellWarnings();
            return client;
        }

        /** Reading files is one of the things that an interrupt cuts short. */
        BusClient openQuietly() {
            return Uninterruptibly.get(() -> new BusClient(
                    name.orElseGet(() -> "bus-" + NUMBERS.incrementAndGet()), settings.get(), transports, observer));
        }
    }

    /** Says what is odd about the settings; apart from opening, for who hears of it may publish that. */
    void tellWarnings() {
        settings.warnings().forEach(LOG::warn);
        signer.warnings().forEach(LOG::warn);
    }

    /**
     * The settings in force.
     *
     * @return immutable
     */
    public BusSettings settings() {
        return settings;
    }

    /**
     * Publishes {@code body} on {@code <topic-prefix>.<environment>.<modname>.<topic>}; the modname is
     * {@code bus.modname}, or derived from the calling class's package.
     *
     * @param topic e.g. {@code order.created}; one that begins with the topic prefix is sent as it is
     * @param body see {@link #publish(String, String, Object)}
     * @throws IllegalArgumentException if {@code topic} is no topic
     * @throws BusClosedException after shutdown
     * @throws BusException if it cannot be published; then nothing is, and the next publish starts afresh
     */
    public void publish(String topic, @Nullable Object body) {
        send(needsCaller(topic) ? moduleNames.of(CALLERS.getCallerClass()) : fixedModname(), topic, body);
    }

    /**
     * Publishes {@code body} on {@code <topic-prefix>.<environment>.<modname>.<topic>}.
     *
     * <p>When this returns, {@code body} has been turned into bytes (what is changed afterwards does not matter), and the
     * bytes are on their way: whoever subscribes and keeps up gets them, also if the process ends now. Messages of one
     * thread keep their order. It waits only while {@code bus.publish.high-water-mark} messages are on their way already,
     * and, via a relay, until that has answered once; an interrupt neither ends such a wait nor gets lost.
     *
     * @param modname which part of the system speaks, e.g. {@code orders}
     * @param topic e.g. {@code order.created}; one that begins with the topic prefix is sent as it is, without modname
     * @param body what to say: see {@link ToJson} for objects that know their JSON; otherwise what Jackson encodes (maps,
     *     records, beans, collections, arrays, {@code Optional}, java.time with points in time as seconds since the
     *     epoch); null is <code>{}</code>
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is none
     * @throws BusClosedException after shutdown
     * @throws BusEncodingException if {@code body} has no JSON form (names the place inside it) or is larger than
     *     {@code bus.publish.max-message-size}
     * @throws BusException if it cannot be published: no listed port is free, no relay answers, the certificate to sign
     *     with has expired
     */
    public void publish(String modname, String topic, @Nullable Object body) {
        send(modname, topic, body);
    }

    /** Whether the calling class decides what {@code topic} becomes. */
    boolean needsCaller(String topic) {
        return settings.modname().isEmpty() && !topics.isFull(topic);
    }

    private String fixedModname() {
        return settings.modname().orElse("app");
    }

    void publishFrom(Class<?> caller, String topic, @Nullable Object body) {
        send(moduleNames.of(caller), topic, body);
    }

    void publishFromAnywhere(String topic, @Nullable Object body) {
        send(fixedModname(), topic, body);
    }

    /**
     * Publishes {@code body} without waiting, neither for room nor for a relay nor for a socket to be opened: a thread of the
     * client's does. The body is turned into bytes before this returns. The order of the calling thread's messages is kept,
     * also where it publishes this way and the other by turns.
     *
     * @param topic see {@link #publish(String, Object)}
     * @param body see {@link #publish(String, String, Object)}
     * @return completes when ZeroMQ has got the message; fails with a {@link BusException} if it cannot be encoded, there is
     *     no room for it, or it cannot be sent. What depends on it runs on a thread of the client's that does nothing else.
     *     Cancelling it does not call the message back.
     * @throws IllegalArgumentException if {@code topic} is no topic
     */
    public CompletableFuture<@Nullable Void> publishAsync(String topic, @Nullable Object body) {
        return sendAsync(needsCaller(topic) ? moduleNames.of(CALLERS.getCallerClass()) : fixedModname(), topic, body);
    }

    /**
     * As {@link #publishAsync(String, Object)}, under a given modname.
     *
     * @param modname see {@link #publish(String, String, Object)}
     * @param topic see {@link #publish(String, String, Object)}
     * @param body see {@link #publish(String, String, Object)}
     * @return see {@link #publishAsync(String, Object)}
     * @throws IllegalArgumentException if {@code topic} or {@code modname} is none
     */
    public CompletableFuture<@Nullable Void> publishAsync(String modname, String topic, @Nullable Object body) {
        return sendAsync(modname, topic, body);
    }

    CompletableFuture<@Nullable Void> publishAsyncFrom(Class<?> caller, String topic, @Nullable Object body) {
        return sendAsync(moduleNames.of(caller), topic, body);
    }

    private CompletableFuture<@Nullable Void> sendAsync(String modname, String topic, @Nullable Object body) {
        try {
            checkOpen(null);
            EncodedMessage message = encoders.encode(modname, topic, body);
            return publisher.publishAsync(message.topic(), message.envelope());
        } catch (Failure e) {
            publisher.counters().refused();
            return CompletableFuture.failedFuture(BusException.of(e));
        } catch (BusClosedException e) {
            publisher.counters().refused();
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException | Error e) {
            publisher.counters().refused();
            throw e;
        }
    }

    private static Throwable told(Throwable cause) {
        return BusException.of(cause instanceof Failure failure ? failure : Failure.of(cause));
    }

    private void send(String modname, String topic, @Nullable Object body) {
        long start = System.nanoTime();
        boolean accepted = false;
        try {
            checkOpen(null);
            publisher.openAhead();
            EncodedMessage message = encoders.encode(modname, topic, body);
            publisher.publish(message.topic(), message.envelope());
            accepted = true;
            publisher.counters().took(System.nanoTime() - start);
        } catch (Failure e) {
            throw BusException.of(e);
        } finally {
            if (!accepted) {
                publisher.counters().refused();
            }
        }
    }

    /**
     * Subscribes, for whoever polls or iterates.
     *
     * @param topicsOrPatterns full topics, prefixes, or patterns with {@code *} for one or more whole segments; none:
     *     everything
     * @return a subscription to be closed; it ends with the client at the latest
     * @throws BusClosedException after shutdown
     * @throws BusException if no socket is to be had
     */
    public Subscription subscribe(String... topicsOrPatterns) {
        return subscribe(SubscribeOptions.builder().topics(topicsOrPatterns).build());
    }

    /**
     * Subscribes a handler, called on a thread of its own, one message after the other. That thread does not keep the JVM
     * alive: a program that does nothing else iterates over {@link #subscribe(String...)} instead.
     *
     * @param handler what it throws is logged and counted, and the next message comes
     * @param topicsOrPatterns see {@link #subscribe(String...)}
     * @return a subscription to be closed; it ends with the client at the latest
     * @throws BusClosedException after shutdown
     * @throws BusException if no socket is to be had
     */
    public Subscription subscribe(Consumer<Message> handler, String... topicsOrPatterns) {
        return subscribe(SubscribeOptions.builder()
                .handler(handler)
                .topics(topicsOrPatterns)
                .build());
    }

    /**
     * Subscribes. Endpoints that nobody serves yet are tried again, for as long as it takes. Whether messages are verified is
     * said by {@code bus.validation}, and {@code options} may insist; then only valid ones come out, and the others are dead letters.
     *
     * @param options topics, endpoints, who gets what
     * @return a subscription to be closed; it ends with the client at the latest: where that is shut down meanwhile, perhaps
     *     by the handler, it may have ended
     * @throws BusClosedException after shutdown
     * @throws BusException if no socket is to be had, or the files of {@code bus.validation} cannot be used
     */
    public Subscription subscribe(SubscribeOptions options) {
        checkOpen(null);
        String threadName = name + "-subscription-" + subscriptionNumbers.incrementAndGet();
        Arrivals arrivals = new Arrivals(
                threadName,
                transport,
                options.endpoints().isEmpty() ? allEndpoints() : options.endpoints(),
                options.patterns(),
                reader(options),
                subscribeCounters,
                (frames, bad) -> dead(options, frames, bad),
                options.handler().map(handler -> new Handling(handler, bodies, subscribeCounters)));
        try {
            arrivals.open();
        } catch (Failure e) {
            checkOpen(e);
            throw BusException.of(e);
        }
        Subscription subscription =
                new Subscription(arrivals, bodies, options.handler().isPresent(), subscriptions::remove);
        subscriptions.add(subscription);
        if (closed) {
            // Since it was opened, perhaps by its own handler: it has ended with the client, as any other.
            subscription.close();
        }
        return subscription;
    }

    private void checkOpen(@Nullable Throwable cause) {
        if (closed) {
            throw new BusClosedException(name + " is shut down", cause);
        }
    }

    private EnvelopeReader reader(SubscribeOptions options) {
        try {
            return new EnvelopeReader(verification.forSubscription(options.isVerified()));
        } catch (Failure e) {
            throw BusException.of(e);
        }
    }

    private List<Endpoint> allEndpoints() {
        List<Endpoint> all = new ArrayList<>();
        settings.endpoints().values().forEach(all::addAll);
        return all.stream().distinct().toList();
    }

    private void dead(SubscribeOptions options, Frames frames, BadMessage bad) {
        options.deadLetters().ifPresent(handler -> {
            try {
                handler.accept(new DeadLetter(
                        bad.reason(),
                        String.valueOf(bad.getMessage()),
                        Optional.ofNullable(frames.from()),
                        frames.envelope()));
            } catch (Throwable e) {
                // As with handlers of messages: whatever it throws, the next message comes.
                subscribeCounters.handlerFailed();
                deadLetterFailures.tell(more -> LOG.error("the dead-letter handler failed{}", more, e));
            }
        });
    }

    /**
     * Waits until somebody listens: {@code count} live subscriptions, whatever their topics. Opens the publishing side if
     * it is not open yet. A subscriber has as many subscriptions as it has topics.
     *
     * @param count how many
     * @param wait how long at the most
     * @return whether there were so many in time
     * @throws InterruptedException if the caller is interrupted while it waits
     * @throws BusClosedException after shutdown, also if that comes while the caller waits
     * @throws BusException if the publishing side cannot be opened
     */
    public boolean awaitSubscribers(int count, Duration wait) throws InterruptedException {
        return awaitCovering(new byte[0], count, wait);
    }

    /**
     * Waits until somebody listens to {@code topic}: {@code count} live subscriptions that cover it. Opens the publishing
     * side if it is not open yet.
     *
     * @param topic as given to {@link #publish(String, Object)}
     * @param count how many
     * @param wait how long at the most
     * @return whether there were so many in time
     * @throws InterruptedException if the caller is interrupted while it waits
     * @throws IllegalArgumentException if {@code topic} is no topic
     * @throws BusClosedException after shutdown, also if that comes while the caller waits
     * @throws BusException if the publishing side cannot be opened
     */
    public boolean awaitSubscribers(String topic, int count, Duration wait) throws InterruptedException {
        String modname = needsCaller(topic) ? moduleNames.of(CALLERS.getCallerClass()) : fixedModname();
        return awaitCovering(modname, topic, count, wait);
    }

    boolean awaitSubscribersOf(Class<?> caller, String topic, int count, Duration wait) throws InterruptedException {
        return awaitCovering(moduleNames.of(caller), topic, count, wait);
    }

    private boolean awaitCovering(String modname, String topic, int count, Duration wait) throws InterruptedException {
        return awaitCovering(topics.full(modname, topic).getBytes(StandardCharsets.UTF_8), count, wait);
    }

    private boolean awaitCovering(byte[] topic, int count, Duration wait) throws InterruptedException {
        checkOpen(null);
        if (settings.publish().via() == Publish.Via.NONE) {
            return count <= 0;
        }
        try {
            return publisher.awaitSubscribers(topic, count, Deadlines.after(wait));
        } catch (Failure e) {
            throw BusException.of(e);
        }
    }

    /**
     * Where this client publishes.
     *
     * @return the endpoint bound, or the relays connected to; none before the first message
     */
    public List<Endpoint> publishingEndpoints() {
        return publisher.endpoints();
    }

    /**
     * Waits until all that {@code publish} accepted has been given to ZeroMQ's queues for the subscribers; sending it on
     * from there is ZeroMQ's own business.
     *
     * @param wait how long at the most
     * @return whether it was in time
     */
    public boolean flush(Duration wait) {
        return publisher.flush(wait);
    }

    /**
     * Closes the calling thread's socket now, rather than when the thread ends. What it published is still sent; if it
     * publishes again, it gets another socket.
     */
    public void closeThread() {
        publisher.closeThread();
    }

    /**
     * Has the threads that {@code factory} makes close their sockets when their work ends, rather than up to a second later.
     *
     * @param factory any
     * @return one whose threads call {@link #closeThread()} last
     */
    public ThreadFactory wrap(ThreadFactory factory) {
        return wrap(factory, this::closeThread);
    }

    static ThreadFactory wrap(ThreadFactory factory, Runnable last) {
        return task -> factory.newThread(() -> {
            try {
                task.run();
            } finally {
                last.run();
            }
        });
    }

    /**
     * The thread sockets that are open, the one that threads without their own share not counted: to see who holds them.
     *
     * @return a snapshot
     */
    public List<OpenThreadSocket> threadSockets() {
        return publisher.threadSocketTraces().stream()
                .map(open -> new OpenThreadSocket(open.thread(), open.age(), open.openedAt()))
                .toList();
    }

    /**
     * What this client has done so far.
     *
     * @return a snapshot
     */
    public BusMetrics metrics() {
        return Snapshot.of(
                publisher,
                subscribeCounters,
                subscriptions.stream().mapToLong(Subscription::queued).sum(),
                transport.peerCounters());
    }

    /**
     * Has {@code action} run when the client is shut down, while it still publishes: for last messages. JVM shutdown hooks
     * run side by side, so one of your own would be too late as often as not. Actions run one after the other, in the order
     * they were added, on a thread of their own; what one throws is logged. Together they have
     * {@code bus.publish.linger}, or what the shutdown's budget allows if that is less; then the shutdown goes on.
     *
     * @param action may publish; a shutdown that it calls returns at once
     * @throws BusClosedException if the shutdown has begun
     */
    public void beforeShutdown(Runnable action) {
        if (!beforeShutdown.add(action)) {
            throw new BusClosedException(name + " is shut down", null);
        }
    }

    /**
     * Ends the client within {@code budget}, see {@link #close()}. Who calls this while it ends already waits for that.
     *
     * @param budget how long it may take at the most, and a moment for closing; zero or less: what is not sent at once is
     *     lost. What is left of {@code bus.publish.settle} and
     *     {@code bus.publish.linger} limit it, too
     * @return how many accepted messages could not be given to ZeroMQ; each later call returns the same
     */
    public long shutdown(Duration budget) {
        return shutdown(Optional.of(budget));
    }

    /**
     * Ends the client: no further publish is accepted, subscriptions end, and what was accepted is sent to the subscribers
     * that take it within {@code bus.publish.linger}, after what is left of {@code bus.publish.settle} since the first
     * message. Then sockets and threads are gone. A subscriber that does not read delays this by the linger at the most.
     * Idempotent; callable from any thread, also from a handler or an interrupted thread.
     */
    @Override
    public void close() {
        long ignored = shutdown(Optional.empty());
    }

    private long shutdown(Optional<Duration> budget) {
        if (beforeShutdown.isHere()) {
            return 0;
        }
        shuttingDown.lock();
        try {
            if (undelivered.isEmpty()) {
                undelivered = Optional.of(end(budget));
            }
            return undelivered.get();
        } finally {
            shuttingDown.unlock();
        }
    }

    private long end(Optional<Duration> budget) {
        long deadline = budget.map(Deadlines::after).orElseGet(Deadlines::never);
        Duration linger = settings.publish().linger();
        beforeShutdown.run(min(linger, Deadlines.left(deadline)));
        closed = true;
        subscriptions.forEach(Subscription::close);
        long left = publisher.shutdown(budget.map(any -> Deadlines.left(deadline)));
        if (left > 0) {
            LOG.warn("{}: {} messages could not be handed on before the end", name, left);
        }
        if (!transport.close(min(linger, Deadlines.left(deadline)).plusMillis(500))) {
            LOG.warn("{}: the transport did not end in time; its threads end in the background", name);
        }
        shutdownHook.ifPresent(BusClient::removeHook);
        shutdownHook = Optional.empty();
        encoders.close();
        bodies.close();
        return left;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static void removeHook(Thread hook) {
        try {
            boolean ignored = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: hooks run, and this may be ours.
            return;
        }
    }

    private static final class Contract extends ToJsonContract {
        Contract() {
            super(ToJson.class);
        }

        @Override
        protected @Nullable Object ask(Object object) {
            return ((ToJson) object).toJson();
        }
    }
}
