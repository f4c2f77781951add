package org.busd.it;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.busd.Consumer;
import org.busd.Message;

/** For {@code bus hub}: brings a library along whose shutdown hook never returns. */
public final class HookedConsumer implements Consumer {
    public HookedConsumer() {
        Runtime.getRuntime().addShutdownHook(new Thread(HookedConsumer::hang));
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<String> topics() {
        return List.of("org.example.dev.nothing");
    }

    @Override
    public void consume(Message message) {}
}
