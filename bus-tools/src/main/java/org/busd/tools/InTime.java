package org.busd.tools;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks many who may not answer, several at a time, until a deadline that holds for all of them together. For one thread.
 */
final class InTime {

    private static final int THREADS = 32;

    /** The clock of nanoseconds has room for 292 years. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final long deadlineNanos;

    InTime(Duration wait) {
        deadlineNanos = System.nanoTime() + (wait.compareTo(LONGEST) < 0 ? wait : LONGEST).toNanos();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    /** The answer for each; {@code tooLate} where there is none by the deadline. */
    <T> Map<T, String> all(List<T> asked, Function<T, String> question, String tooLate) {
        // Threads that hang in a name service are left behind: the process ends soon.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), InTime::thread);
        Map<T, CompletableFuture<String>> answers = new LinkedHashMap<>();
        for (T one : asked) {
            answers.put(one, CompletableFuture.supplyAsync(() -> question.apply(one), threads));
        }
        Map<T, String> all = new LinkedHashMap<>();
        answers.forEach((one, answer) -> all.put(one, get(answer, tooLate)));
        threads.shutdownNow();
        return all;
    }

    private String get(CompletableFuture<String> answer, String tooLate) {
        try {
            return answer.get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return tooLate;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tooLate;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bus-check");
        thread.setDaemon(true);
        return thread;
    }
}
