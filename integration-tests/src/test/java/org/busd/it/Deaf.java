package org.busd.it;

import java.util.concurrent.CountDownLatch;
import org.busd.Bus;

/** Program: subscribes to everything, says {@code ready}, and {@code hears} at the first message, which it never finishes. */
final class Deaf {
    private Deaf() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Bus.subscribe(message -> {
            Console.say("hears");
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Console.say("ready");
        never.await();
    }
}
