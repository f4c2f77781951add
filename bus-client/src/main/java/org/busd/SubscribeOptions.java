package org.busd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.busd.config.Endpoint;
import org.busd.internal.topic.FilterLimits;
import org.busd.internal.topic.TopicPattern;

/** What a subscription receives, from where, and who gets it. Made by {@link #builder()}. Immutable. */
public final class SubscribeOptions {
    private final List<TopicPattern> patterns;
    private final List<Endpoint> endpoints;
    private final Optional<Consumer<Message>> handler;
    private final Optional<Consumer<DeadLetter>> deadLetters;
    private final boolean verified;

    private SubscribeOptions(Builder builder) {
        patterns = List.copyOf(builder.patterns);
        endpoints = List.copyOf(builder.endpoints);
        handler = builder.handler;
        deadLetters = builder.deadLetters;
        verified = builder.verified;
    }

    /** None: everything. */
    List<TopicPattern> patterns() {
        return patterns;
    }

    /** None: all {@code bus.endpoints}. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** Empty: whoever polls. */
    Optional<Consumer<Message>> handler() {
        return handler;
    }

    /** Empty: what is not taken is only counted. */
    Optional<Consumer<DeadLetter>> deadLetters() {
        return deadLetters;
    }

    /** Whether messages are verified whatever the settings say. */
    boolean isVerified() {
        return verified;
    }

    /**
     * Starts with: everything, from all endpoints, for whoever polls.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final List<TopicPattern> patterns = new ArrayList<>();
        private final List<Endpoint> endpoints = new ArrayList<>();
        private Optional<Consumer<Message>> handler = Optional.empty();
        private Optional<Consumer<DeadLetter>> deadLetters = Optional.empty();

        private boolean verified;

        private Builder() {}

        /**
         * Adds topics to listen to.
         *
         * @param more full topics, prefixes (compared as text), or patterns in which {@code *} stands for one or more
         *     whole segments
         * @return this
         * @throws IllegalArgumentException if a {@code *} does not stand for whole segments; the message shows it
         */
        public Builder topics(String... more) {
            for (String topic : more) {
                patterns.add(new TopicPattern(topic));
            }
            return this;
        }

        /**
         * Adds endpoints to listen at, instead of all {@code bus.endpoints}.
         *
         * @param more where publishers, relays or gateways are bound
         * @return this
         */
        public Builder endpoints(List<Endpoint> more) {
            endpoints.addAll(more);
            return this;
        }

        /**
         * Sets who gets the messages: one after the other, on a thread of the subscription's own. What it throws is
         * logged and counted, and the next message comes. Then nobody else can poll.
         *
         * @param consumer any
         * @return this
         */
        public Builder handler(Consumer<Message> consumer) {
            handler = Optional.of(consumer);
            return this;
        }

        /**
         * Sets who gets what is not taken; runs on the threads that take messages.
         *
         * @param consumer any
         * @return this
         */
        public Builder deadLetters(Consumer<DeadLetter> consumer) {
            deadLetters = Optional.of(consumer);
            return this;
        }

        /**
         * Has only verified messages come out, also where {@code bus.validation.mode} does not ask for it. It needs
         * {@code bus.validation.ca}. What the settings ask for cannot be taken away.
         *
         * @return this
         */
        public Builder verified() {
            verified = true;
            return this;
        }

        /**
         * The options collected.
         *
         * @return immutable
         * @throws IllegalArgumentException if the topics are more than publishers take of one subscription: 10 000, of 1 KiB
         *     at the most, of 512 KiB in all
         */
        public SubscribeOptions build() {
            FilterLimits.check(patterns);
            return new SubscribeOptions(this);
        }
    }
}
