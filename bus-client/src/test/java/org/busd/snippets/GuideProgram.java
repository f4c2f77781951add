package org.busd.snippets;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.busd.Bus;
import org.busd.BusException;
import org.busd.Message;
import org.busd.SubscribeOptions;
import org.busd.Subscription;
import org.busd.ToJson;
import org.busd.testing.RecordingBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guide's examples that use the bus of the process: a program of its own, for that bus is one a JVM. */
public final class GuideProgram {
    private static final Logger LOG = LoggerFactory.getLogger(GuideProgram.class);

    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final CountDownLatch shipped = new CountDownLatch(1);
    private final CountDownLatch stored = new CountDownLatch(1);
    private final CountDownLatch packed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    // snippet: order
    record Order(String id, BigDecimal total) {}
    // end

    // snippet: to-json
    record Money(long cents) implements ToJson {
        @Override
        public Object toJson() {
            return Map.of("cents", cents, "currency", "EUR");
        }
    }
    // end

    private void publish() {
        // snippet: publish
        Bus.publish("order.created", new Order("A-7", new BigDecimal("12.5")));
        Bus.publish("billing", "invoice.sent", Map.of("order", "A-7")); // with a modname
        // end
    }

    private void publishOrSayWhyNot(Object order) {
        // snippet: errors
        try {
            Bus.publish("order.created", order);
        } catch (BusException e) {
            LOG.warn("not on the bus: {}", e.getMessage());
        }
        // end
    }

    private CompletableFuture<Void> publishWithoutWaiting(Order order) {
        // snippet: async
        CompletableFuture<Void> sent = Bus.publishAsync("order.created", order).whenComplete((none, failure) -> {
            if (failure != null) {
                LOG.warn("not on the bus: {}", failure.getMessage());
            }
        });
        // end
        return sent;
    }

    private static ExecutorService pool() {
        // snippet: wrap
        ExecutorService pool = Executors.newCachedThreadPool(Bus.wrap(Executors.defaultThreadFactory()));
        // end
        return pool;
    }

    private void announceTheEnd() {
        // snippet: before-shutdown
        Bus.beforeShutdown(() -> Bus.publish("service.stopped", Map.of("orders", "open")));
        // end
    }

    private boolean publishToSomebody(Object order) throws InterruptedException {
        // snippet: await
        boolean heard = Bus.awaitSubscribers("order.created", 1, Duration.ofSeconds(10));
        if (heard) {
            Bus.publish("order.created", order);
        }
        // end
        return heard;
    }

    private void poll() throws InterruptedException {
        // snippet: poll
        try (Subscription invoices = Bus.subscribe("*.invoice.sent")) {
            Optional<Message> next = invoices.poll(Duration.ofSeconds(30));
            next.ifPresent(message -> LOG.info("invoiced: {}", message.body().get("order")));
        }
        // end
    }

    private void iterate() {
        // snippet: iterate
        Subscription orders = Bus.subscribe("org.example.dev.snippets.order");
        for (Message message : orders) {
            ship(message.bodyAs(Order.class).id());
        }
        // end
    }

    private void handle() {
        // snippet: handler
        Subscription all = Bus.subscribe(message -> store(message.topic(), message.text()), "*.order.*", "*.invoice.*");
        // end
        heard.add(all.isClosed() ? "closed" : "open");
    }

    private void handleOrSayWhatIsSkipped() {
        // snippet: dead-letters
        SubscribeOptions options = SubscribeOptions.builder()
                .topics("*.order.created")
                .handler(message -> pack(message.body()))
                .deadLetters(letter -> LOG.warn("skipped, {}: {}", letter.reason(), letter.detail()))
                .build();
        Subscription orders = Bus.subscribe(options);
        // end
        heard.add(orders.isClosed() ? "closed" : "open");
    }

    private static void end() {
        // snippet: shutdown
        long lost = Bus.shutdown(Duration.ofSeconds(5));
        if (lost > 0) {
            LOG.warn("{} messages were accepted and could not be handed on", lost);
        }
        // end
        check(lost == 0, "nothing is lost");
    }

    private void ship(String id) {
        check(id.equals("A-7"), "the order's id: " + id);
        shipped.countDown();
    }

    private void store(String topic, String text) {
        if (text.contains("A-7") && heard.add(topic) && heard.contains("org.example.dev.billing.invoice.sent")) {
            stored.countDown();
        }
    }

    private void pack(Object order) {
        if (order.toString().contains("12.5")) {
            packed.countDown();
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void await(CountDownLatch latch, String what) throws InterruptedException {
        check(latch.await(20, TimeUnit.SECONDS), "in time: " + what);
    }

    /** The bus of the process knows nothing of what another had to record in its place. */
    private static void recordInItsPlace() {
        try (RecordingBus recording = RecordingBus.install()) {
            Bus.publish("test", "recorded", 1);
            check(recording.topics().equals(List.of("org.example.dev.test.recorded")), "what is recorded");
        }
    }

    private void run() throws Exception {
        recordInItsPlace();
        handle();
        handleOrSayWhatIsSkipped();
        Thread iterating = new Thread(this::iterate, "iterating");
        iterating.start();

        publish();
        Order order = new Order("A-7", new BigDecimal("12.5"));
        check(publishToSomebody(order), "somebody listens");
        publishOrSayWhyNot(Map.of("fault", Double.NaN));
        publishWithoutWaiting(order).join();
        ExecutorService pool = pool();
        Future<?> published = pool.submit(() -> Bus.publish("order", "in.pool", order));
        published.get(20, TimeUnit.SECONDS);
        pool.shutdown();
        check(pool.awaitTermination(20, TimeUnit.SECONDS), "the pool ends");
        announceTheEnd();
        recordInItsPlace();
        Bus.publish("price", new Money(1250));
        check(Bus.metrics().published() == 6, "six are published: " + Bus.metrics());
        check(Bus.metrics().refused() == 1, "one is refused: " + Bus.metrics());

        Thread repeating = new Thread(this::repeat, "repeating");
        repeating.start();
        poll();
        await(shipped, "iteration");
        await(stored, "the handler");
        await(packed, "the handler with dead letters");
        over.countDown();
        repeating.join();

        end();
        iterating.join(20_000);
        check(!iterating.isAlive(), "iteration ends with the bus");
    }

    /** A subscription hears what is published once it is in force; so says the same again and again. */
    private void repeat() {
        try {
            while (!over.await(50, TimeUnit.MILLISECONDS)) {
                publish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] args) throws Exception {
        new GuideProgram().run();
    }
}
