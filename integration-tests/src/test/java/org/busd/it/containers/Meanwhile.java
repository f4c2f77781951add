package org.busd.it.containers;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Things that happen to several hosts at the same time. */
final class Meanwhile {
    private Meanwhile() {}

    /** Runs {@code task} on a thread of its own. */
    static <T> CompletableFuture<T> run(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Exception | AssertionError e) {
                        result.completeExceptionally(e);
                    }
                },
                "meanwhile");
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
