package org.busd.it;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.busd.BusClient;
import org.busd.BusClosedException;
import org.busd.ToJson;
import org.busd.config.BusSettings;
import org.busd.config.Publish;
import org.busd.config.SettingsLoader;

/**
 * Program {@code <way> <rounds>}: each round opens a client, publishes from several threads as fast as they can, and shuts
 * it down in the midst of that, in the given way. Another client listens to all of it; after each round it must have heard
 * what returned, no more and no less (or, where it was not given the time to send all, no more). Ends at the first round
 * that is not as it should be.
 */
final class Shutdowns {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int THREADS = 3;
    /** So that what a JVM opens once is open before anything is compared. */
    private static final int WARM_UP = 10;
    /** Then another client listens: JeroMQ keeps half a MiB for each connection, for up to half a minute after its end. */
    private static final int ROUNDS_A_LISTENER = 50;

    private static final String TOPIC = "org.example.dev.it.numbered";

    private final Way way;
    /** Whether there is time to send everything. */
    private final boolean unhurried;

    private final Sequences heard = new Sequences();
    private final ExecutorService two = Executors.newFixedThreadPool(2, Shutdowns::daemon);
    private int round;
    private long returned;
    private long published;
    private long undelivered;

    private Shutdowns(String way) {
        this.way = way(way);
        this.unhurried = !way.equals("no-time");
    }

    /** How a client is shut down; returns what the shutdown did. */
    @FunctionalInterface
    private interface Way {
        long shutDown(Shutdowns rounds, BusClient client) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        new Shutdowns(arguments[0]).run(WARM_UP);
        Footprint before = Footprint.now();
        Shutdowns rounds = new Shutdowns(arguments[0]);
        rounds.run(Integer.parseInt(arguments[1]));
        Footprint after = before.awaitNoMore();
        Console.say("published " + rounds.published + " returned " + rounds.returned + " undelivered "
                + rounds.undelivered + " " + rounds.heard + " " + before.said("Before") + " " + after.said("After"));
        System.exit(0);
    }

    private static Way way(String name) {
        return switch (name) {
            case "caller" -> (rounds, client) -> client.shutdown(LONG);
            case "handler" -> (rounds, client) -> byHandler(client);
            case "both" -> Shutdowns::byTwoAtOnce;
            case "interrupted" -> (rounds, client) -> whileInterrupted(client);
            case "odd-places" -> (rounds, client) -> rounds.even() ? inToJson(client) : byACompletion(client);
            case "last-words" -> Shutdowns::afterLastWords;
            case "no-time" -> (rounds, client) -> client.shutdown(rounds.even() ? Duration.ZERO : LONG.negated());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private void run(int rounds) throws Exception {
        for (int first = 0; first < rounds; first += ROUNDS_A_LISTENER) {
            run(first, Math.min(rounds, first + ROUNDS_A_LISTENER));
        }
        two.shutdown();
        check(two.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS), "still busy");
    }

    private void run(int first, int end) throws Exception {
        try (BusClient listening =
                BusClient.builder().settings(settings(0)).name("listening").open()) {
            listening.subscribe(
                    message -> heard.take(
                            message.body().get("from").asText(),
                            message.body().get("n").asInt()),
                    TOPIC);
            for (int n = first; n < end; n++) {
                round = n;
                try {
                    run(settings(n));
                } catch (Exception | Error e) {
                    throw new IllegalStateException("round " + n, e);
                }
            }
            // What comes twice may come late.
            heard.await(returned + 1, 300);
            checkHeard();
        }
    }

    private boolean even() {
        return round % 2 == 0;
    }

    /** A client by turns with one outlet, an outlet for each thread, and one socket for all threads. */
    private static BusSettings settings(int round) {
        SettingsLoader loader = SettingsLoader.create().set("name", "local").set("modname", "it");
        switch (round % 3) {
            case 1 -> loader.set("publish.fan-in", "thread");
            case 2 -> loader.set("publish.max-thread-sockets", "1");
            default -> {}
        }
        return loader.load();
    }

    private static boolean isOutletEach(BusSettings settings) {
        return settings.publish().fanIn() == Publish.FanIn.THREAD;
    }

    private void run(BusSettings settings) throws Exception {
        BusClient client =
                BusClient.builder().settings(settings).name("round" + round).open();
        boolean outletEach = isOutletEach(settings);
        // The shared socket's outlet would be one more, that nobody could wait for.
        int async = outletEach ? 0 : 1;
        InFlight inFlight =
                InFlight.start(client, "r" + round, THREADS - async, async, outletEach ? THREADS : 1, round * 7 % 100);
        long left = way.shutDown(this, client);
        undelivered += left;
        check(isOver(client), "not over");
        checkClosed(client);
        check(client.shutdown(Duration.ZERO) == left, "another count");
        check(client.shutdown(LONG) == left, "another count");
        Map<String, Integer> each = inFlight.awaitReturned();
        returned += each.values().stream().mapToInt(Integer::intValue).sum();
        published += client.metrics().published();
        if (unhurried) {
            check(inFlight.unsent() == 0, "not sent, although there was time");
            heard.await(returned, 2 * LONG.toMillis() / 3);
            each.forEach((from, count) -> check(
                    heard.received(from) == count,
                    heard.received(from) + " of " + from + "'s heard; returned " + each));
        }
        checkHeard();
    }

    private void checkHeard() {
        long received = heard.received();
        check(unhurried ? received == returned : received <= returned, "returned " + returned + " but " + heard);
    }

    /** Its threads end by themselves then; they need not have got so far. */
    private static boolean isOver(BusClient client) {
        return client.publishingEndpoints().isEmpty() && client.threadSockets().isEmpty();
    }

    private static void checkClosed(BusClient client) throws Exception {
        try {
            client.publish("late", Map.of());
            check(false, "a publish after the end returned");
        } catch (BusClosedException e) {
            check(client.publishAsync("late", Map.of()).isCompletedExceptionally(), "not told at once");
        }
    }

    private static long byHandler(BusClient client) throws Exception {
        CompletableFuture<Long> left = new CompletableFuture<>();
        client.subscribe(message -> left.complete(client.shutdown(LONG)), TOPIC);
        return left.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private long byTwoAtOnce(BusClient client) throws Exception {
        CyclicBarrier atOnce = new CyclicBarrier(2);
        Callable<Long> shuttingDown = () -> {
            atOnce.await();
            long left = client.shutdown(LONG);
            check(isOver(client), "returned before the other's was over");
            return left;
        };
        List<Future<Long>> left = two.invokeAll(List.of(shuttingDown, shuttingDown));
        check(left.get(0).get().equals(left.get(1).get()), "two counts");
        return left.get(0).get();
    }

    private static long whileInterrupted(BusClient client) {
        Thread.currentThread().interrupt();
        long left = client.shutdown(LONG);
        check(Thread.interrupted(), "the interrupt is lost");
        return left;
    }

    /** Of a message that is then not sent. */
    private static long inToJson(BusClient client) {
        long[] left = {-1};
        ToJson ending = () -> {
            left[0] = client.shutdown(LONG);
            return Map.of();
        };
        try {
            client.publish("numbered", ending);
            check(false, "published after its own shutdown");
        } catch (BusClosedException e) {
            check(left[0] >= 0, "toJson was not asked");
        }
        return left[0];
    }

    /** On the client's own thread of completions. */
    private static long byACompletion(BusClient client) throws Exception {
        CompletableFuture<Long> left = new CompletableFuture<>();
        while (true) {
            CompletableFuture<Void> sent = client.publishAsync("other", Map.of());
            if (!sent.isCompletedExceptionally()) {
                CompletableFuture<Void> ignored =
                        sent.whenComplete((nothing, failure) -> left.complete(client.shutdown(LONG)));
                return left.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }
            // No room just now.
            LockSupport.parkNanos(100_000);
        }
    }

    private long afterLastWords(BusClient client) {
        int words = 5;
        String from = "last" + returned;
        int outlets = isOutletEach(client.settings()) ? THREADS + 1 : 1;
        client.beforeShutdown(() -> {
            try {
                // This thread's outlet may be a new one.
                check(client.awaitSubscribers(outlets, LONG), "nobody listens");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int n = 0; n < words; n++) {
                client.publish("numbered", Map.of("from", from, "n", n));
                returned++;
            }
        });
        long before = returned;
        long left = client.shutdown(LONG);
        check(returned == before + words, "last words were not said");
        return left;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
