package org.busd.it;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.busd.Bus;

/**
 * Program {@code <kind>}: publishes from threads of that kind, says how many publishes returned, and then how long it took
 * until thread sockets and descriptors were back at their level. It never asks for a garbage collection.
 */
final class Threads {
    private static final int MANY = 10_000;
    private static final int ALIVE_AT_ONCE = 64;
    private static final int POOL = 1_000;
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final AtomicLong RETURNED = new AtomicLong();
    private static final AtomicInteger MOST_SOCKETS = new AtomicInteger();

    private Threads() {}

    public static void main(String[] arguments) throws Exception {
        // From here on the outlet is there, and its subscriber's connection.
        if (!Bus.awaitSubscribers(1, LONG)) {
            throw new IllegalStateException("nobody listens");
        }
        publish("main", 0);
        // With one socket, for the one that threads may share at last stays. When a closed one's are given back varies.
        long descriptors = Footprint.openDescriptors();
        Bus.closeThread();
        publishFrom(arguments[0]);
        long ended = System.nanoTime();
        Console.say("returned " + RETURNED + " published " + Bus.metrics().published() + " most " + MOST_SOCKETS
                + " opened " + Bus.metrics().threadSocketsOpened());
        // The common pool's threads stay for a minute.
        long left = arguments[0].equals("fork-join") ? Footprint.openDescriptors() : awaitLevel(descriptors, ended);
        Console.say("before " + descriptors + " after " + left + " sockets "
                + Bus.metrics().threadSockets() + " ms " + (System.nanoTime() - ended) / 1_000_000);
        System.exit(0);
    }

    private static void publishFrom(String kind) throws Exception {
        switch (kind) {
            case "short" -> shortLived();
            case "pool" -> pool();
            case "virtual" -> virtual();
            case "fork-join" -> forkJoin();
            case "timer" -> timers();
            case "erased" -> erased();
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private static void publish(String from, int n) {
        Bus.publish("numbered", Map.of("from", from, "n", n));
        RETURNED.incrementAndGet();
    }

    /** One message a thread. */
    private static void shortLived() throws InterruptedException {
        Queue<Thread> alive = new ArrayDeque<>();
        for (int t = 0; t < MANY; t++) {
            int n = t;
            Thread thread = new Thread(() -> publish("short", n));
            thread.start();
            alive.add(thread);
            if (alive.size() == ALIVE_AT_ONCE) {
                alive.remove().join();
            }
        }
        for (Thread thread : alive) {
            thread.join();
        }
    }

    /** All threads of a large pool at once, in five rounds. */
    private static void pool() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(POOL);
        CyclicBarrier all = new CyclicBarrier(POOL);
        awaitAll(pool, IntStream.range(0, POOL).mapToObj(t -> () -> {
            for (int n = 0; n < 5; n++) {
                all.await();
                publish("pool" + t, n);
                MOST_SOCKETS.accumulateAndGet(Bus.metrics().threadSockets(), Math::max);
            }
            return null;
        }));
    }

    /** Where there are such: a hundred thousand, of one message each. */
    private static void virtual() throws Exception {
        ExecutorService virtual = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        awaitAll(virtual, IntStream.range(0, 10 * MANY).mapToObj(n -> () -> {
            publish("virtual" + n, 0);
            return null;
        }));
    }

    private static void forkJoin() throws Exception {
        IntStream.range(0, MANY).parallel().forEach(n -> publish("stream" + n, 0));
        ForkJoinPool pool = new ForkJoinPool(8);
        awaitAll(pool, IntStream.range(0, MANY).mapToObj(n -> () -> {
            publish("fork" + n, 0);
            return null;
        }));
    }

    private static void timers() throws Exception {
        int count = 100;
        CountDownLatch done = new CountDownLatch(2 * count);
        Timer timer = new Timer("timer");
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(4);
        for (int i = 0; i < count; i++) {
            int n = i;
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            publish("timer", n);
                            done.countDown();
                        }
                    },
                    n);
            Future<?> ignored = scheduled.schedule(
                    () -> {
                        publish("scheduled" + n, 0);
                        done.countDown();
                    },
                    n,
                    TimeUnit.MILLISECONDS);
        }
        done.await();
        timer.cancel();
        end(scheduled);
    }

    /** As servers do for the sake of their applications: between two tasks a pool's thread loses its thread locals. */
    private static void erased() throws Exception {
        Field locals = Thread.class.getDeclaredField("threadLocals");
        locals.setAccessible(true);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        for (int i = 0; i < 1_000; i++) {
            int n = i;
            pool.submit(() -> publish("erased", n)).get();
            Future<?> erased = pool.submit(() -> {
                locals.set(Thread.currentThread(), null);
                return n;
            });
            erased.get();
        }
        end(pool);
    }

    private static void awaitAll(ExecutorService pool, Stream<Callable<Void>> tasks) throws Exception {
        List<Future<Void>> results = new ArrayList<>();
        tasks.forEach(task -> results.add(pool.submit(task)));
        for (Future<Void> result : results) {
            result.get();
        }
        end(pool);
    }

    private static void end(ExecutorService pool) throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the pool does not end");
        }
    }

    private static long awaitLevel(long descriptors, long start) throws IOException, InterruptedException {
        long now = Footprint.openDescriptors();
        while ((now > descriptors || Bus.metrics().threadSockets() > 0)
                && System.nanoTime() - start < LONG.toNanos() / 2) {
            Thread.sleep(20);
            now = Footprint.openDescriptors();
        }
        return now;
    }
}
