package org.busd.it;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Bus;

/**
 * Program {@code <messages>}: one thread publishes, from the first message of the process on, while another interrupts it
 * all the time; it shuts the bus down, too. Says how many publishes returned, and after how many the flag was set.
 */
final class Interrupted {
    private Interrupted() {}

    public static void main(String[] arguments) throws InterruptedException {
        int messages = Integer.parseInt(arguments[0]);
        AtomicLong returned = new AtomicLong();
        AtomicLong flagged = new AtomicLong();
        Thread publishing = new Thread(() -> {
            for (int n = 0; n < messages; n++) {
                Bus.publish("numbered", Map.of("from", "interrupted", "n", n));
                returned.incrementAndGet();
                // Only whoever was interrupted clears the flag, so that the next publish may begin with it.
                if (n % 2 == 0 && Thread.interrupted()) {
                    flagged.incrementAndGet();
                }
            }
            Thread.currentThread().interrupt();
            long lost = Bus.shutdown(Duration.ofSeconds(20));
            Console.say("returned " + returned + " published " + Bus.metrics().published() + " flagged " + flagged
                    + " lost " + lost + " flag " + (Thread.interrupted() ? 1 : 0));
        });
        publishing.start();
        while (publishing.isAlive()) {
            publishing.interrupt();
            Thread.onSpinWait();
        }
    }
}
