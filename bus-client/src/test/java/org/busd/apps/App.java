package org.busd.apps;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.busd.Bus;
import org.busd.BusException;
import org.busd.Message;
import org.busd.SubscribeOptions;
import org.busd.Subscription;
import org.busd.ToJson;

/** A program in a container: it uses the bus of the process in every way, with classes of its own. */
public final class App implements Callable<Integer> {
    private static final Duration LONG = Duration.ofSeconds(10);

    enum Size {
        SMALL,
        LARGE
    }

    record Money(long cents) implements ToJson {
        @Override
        public Object toJson() {
            Bus.publish("money.told", Map.of("size", Size.SMALL));
            return "{\"cents\":" + cents + "}";
        }
    }

    /** Says itself what it looks like, without depending on the bus. */
    public static final class Duck {
        public Object toJson() {
            return new Bean();
        }
    }

    public static final class Bean {
        public List<Size> getSizes() {
            return List.of(Size.values());
        }

        public Optional<Instant> getSince() {
            return Optional.of(Instant.EPOCH);
        }
    }

    record Order(String id, Size size, Money total, Object other, Map<Size, Bean> beans) {}

    record Received(String id, Size size, Map<String, Long> total) {}

    private static Order order(String id) {
        return new Order(id, Size.LARGE, new Money(1250), new Duck(), Map.of(Size.SMALL, new Bean()));
    }

    private final String topic = "order.number-" + System.nanoTime();

    /** Returns how many futures were completed: one. */
    @Override
    public Integer call() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        Bus.beforeShutdown(() -> sent.set(0));
        Subscription handling = Bus.subscribe(SubscribeOptions.builder()
                .topics("org.example.dev.test." + topic)
                .handler(message -> {
                    message.bodyAs(Received.class);
                    handled.countDown();
                })
                .deadLetters(letter -> sent.set(-1))
                .build());
        try (Subscription polled = Bus.subscribe("org.example.dev.test." + topic)) {
            check(Bus.awaitSubscribers(topic, 2, LONG), "there are subscribers");
            Bus.publish(topic, order("A-7"));
            CompletableFuture<Void> future =
                    Bus.publishAsync(topic, order("A-8")).thenRun(sent::incrementAndGet);
            tryToPublishWhatCannotBe();
            check(handled.await(LONG.toSeconds(), TimeUnit.SECONDS), "the handler is called");
            Message message = polled.poll(LONG).orElseThrow();
            check(message.body().isObject() && message.envelope().has("msg_id"), "a message is polled");
            future.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
        check(!handling.isClosed(), "one subscription is left to the shutdown");
        return sent.get();
    }

    private void tryToPublishWhatCannotBe() {
        try {
            Bus.publish(topic, Map.of(Size.SMALL, Double.NaN));
        } catch (BusException e) {
            return;
        }
        throw new AssertionError("is refused");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
