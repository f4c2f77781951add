package org.busd.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.BusClient;
import org.busd.BusClosedException;
import org.busd.BusException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The publisher process of {@code bus demo}. Its last line of output is the number of messages published. */
@Command(name = "demo-publisher", hidden = true, description = "The publisher process of bus demo.")
final class DemoPublisherCommand implements Callable<Integer> {

    private static final Duration LISTENER = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final BusCommand bus;

    @Option(names = "--seconds", paramLabel = "N")
    private int seconds = 1;

    DemoPublisherCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() throws InterruptedException {
        AtomicLong published = new AtomicLong();
        try (BusClient client = BusClient.open(bus.settings())) {
            if (!client.awaitSubscribers(1, LISTENER)) {
                throw new FailedException("the tail of the demo did not come");
            }
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 1; i <= DemoCommand.THREADS; i++) {
                Thread thread = new Thread(() -> publish(client, end, published), "orders-" + i);
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            long lost = client.shutdown(client.settings().publish().linger());
            if (lost > 0) {
                throw new FailedException(lost + " messages could not be handed on");
            }
        }
        bus.console().out().line(Long.toString(published.get()));
        return ExitCode.DONE;
    }

    private void publish(BusClient client, long end, AtomicLong published) {
        String thread = Thread.currentThread().getName();
        try {
            for (int order = 1; System.nanoTime() < end; order++) {
                client.publish("demo", "order.created", Map.of("order", order, "thread", thread));
                published.incrementAndGet();
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (BusClosedException e) {
            // The demo was cut short.
        } catch (BusException e) {
            bus.console().tell(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
