package org.busd;

import java.util.List;
import org.busd.internal.Deadlines;
import org.busd.internal.OwnThreads;
import org.busd.internal.Uninterruptibly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscription for several consumers of a hub, and the thread that puts its messages into their mailboxes. Each message
 * is read, and verified, once.
 */
final class HubFeed {
    private static final Logger LOG = LoggerFactory.getLogger(HubFeed.class);

    private final List<HubConsumer> consumers;
    private final Subscription subscription;
    private final Thread thread;
    private final Runnable ended;

    /**
     * Subscribes.
     *
     * @param ended told, on the feed's thread, when nothing comes any more
     * @throws BusException if no socket is to be had
     */
    HubFeed(BusClient bus, String threadName, List<HubConsumer> consumers, Runnable ended) {
        this.ended = ended;
        this.consumers = consumers;
        SubscribeOptions.Builder options = SubscribeOptions.builder();
        boolean wantsAll =
                consumers.stream().anyMatch(consumer -> consumer.topics().isEmpty());
        if (!wantsAll) {
            consumers.forEach(consumer -> options.topics(consumer.topics().toArray(String[]::new)));
        }
        if (consumers.stream().allMatch(consumer -> consumer.options().isVerified())) {
            options.verified();
        }
        this.subscription = bus.subscribe(options.build());
        this.thread = OwnThreads.create(threadName, this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (Message message : subscription) {
                for (HubConsumer consumer : consumers) {
                    if (consumer.wants(message.topic())) {
                        consumer.take(message);
                    }
                }
            }
        } catch (RuntimeException | Error e) {
            LOG.error("{} ended: its consumers get nothing more", thread.getName(), e);
            // Nobody reads it any more, and publishers would wait for it.
            subscription.close();
        } finally {
            ended.run();
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Stops receiving, after what has arrived on this host. */
    void complete() {
        subscription.complete();
    }

    /** Ends at {@code deadlineNanos} at the latest. */
    void end(long deadlineNanos) {
        boolean ignored = Uninterruptibly.join(thread, Deadlines.left(deadlineNanos));
        subscription.close();
    }
}
