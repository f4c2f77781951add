package org.busd;

import java.time.Duration;

/**
 * How a {@link Consumer} wants to be fed. Made by {@link #builder()}. Immutable.
 *
 * <p>A hub reads for all its consumers with one connection to each endpoint, and puts each message into the mailbox of
 * every consumer that asks for it. A mailbox that is full loses what comes, alone, and counts it; so a slow consumer slows
 * nobody else.
 */
public final class ConsumerOptions {
    private static final ConsumerOptions DEFAULTS = builder().build();

    private final int workers;
    private final boolean virtualThreads;
    private final boolean ordered;
    private final int mailbox;
    private final long mailboxBytes;
    private final WhenFull whenFull;
    private final int attempts;
    private final Duration firstPause;
    private final Duration longestPause;
    private final boolean keepsPosition;
    private final boolean verified;

    private ConsumerOptions(Builder builder) {
        workers = builder.workers;
        virtualThreads = builder.virtualThreads;
        ordered = builder.ordered;
        mailbox = builder.mailbox;
        mailboxBytes = builder.mailboxBytes;
        whenFull = builder.whenFull;
        attempts = builder.attempts;
        firstPause = builder.firstPause;
        longestPause = builder.longestPause;
        keepsPosition = builder.keepsPosition;
        verified = builder.verified;
    }

    int workers() {
        return workers;
    }

    boolean virtualThreads() {
        return virtualThreads;
    }

    boolean ordered() {
        return ordered;
    }

    int mailbox() {
        return mailbox;
    }

    long mailboxBytes() {
        return mailboxBytes;
    }

    WhenFull whenFull() {
        return whenFull;
    }

    int attempts() {
        return attempts;
    }

    /** The pause after the {@code failed}th failure, from 1: each twice as long as the one before, up to the longest. */
    Duration pauseAfter(int failed) {
        Duration pause = firstPause;
        for (int n = 1; n < failed && pause.compareTo(longestPause) < 0; n++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }

    boolean keepsPosition() {
        return keepsPosition;
    }

    boolean isVerified() {
        return verified;
    }

    /** What becomes of a message that finds the mailbox full. */
    public enum WhenFull {
        /** It is lost for this consumer, and counted. Nobody waits. */
        DROP,
        /**
         * It waits, and behind it what comes: first in ZeroMQ ({@code bus.subscribe.high-water-mark} for each endpoint), then in
         * TCP's buffers, and at last it is the publisher's {@code bus.publish.overflow} that decides. The consumer has
         * connections of its own for that, so that it slows no other of the hub.
         */
        WAIT
    }

    /**
     * One worker, messages in their order, a mailbox for 10 000 messages and 64 MiB, four attempts within a second, no
     * position kept.
     *
     * @return the same each time
     */
    public static ConsumerOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private static final int MOST_WORKERS = 1000;

        private int workers = 1;
        private boolean virtualThreads;
        private boolean ordered = true;
        private int mailbox = 10_000;
        private long mailboxBytes = 64L << 20; // 64 MiB
        private WhenFull whenFull = WhenFull.DROP;
        private int attempts = 4;
        private Duration firstPause = Duration.ofMillis(100);
        private Duration longestPause = Duration.ofSeconds(30);
        private boolean keepsPosition;
        private boolean verified;

        private Builder() {}

        /**
         * Sets how many threads work for the consumer at a time; 1 unless set.
         *
         * @param count 1 to 1000
         * @return this
         */
        public Builder workers(int count) {
            workers = checked("workers", count, 1, MOST_WORKERS);
            return this;
        }

        /**
         * Has virtual threads do the work, where the JDK has them (21 and later); platform threads elsewhere, and unless set.
         * For workers by the hundred that mostly wait.
         *
         * @param wanted whether
         * @return this
         */
        public Builder virtualThreads(boolean wanted) {
            virtualThreads = wanted;
            return this;
        }

        /**
         * Gives up all order, so that any worker takes any message. Otherwise one worker gets the messages in the order in which
         * they arrived; with several, those of each topic come one after the other in their order, also while one is tried again.
         *
         * @return this
         */
        public Builder unordered() {
            ordered = false;
            return this;
        }

        /**
         * Sets how many messages may be in the mailbox, those worked on included; 10 000 unless set. It is full, too, once they
         * have {@linkplain #mailboxBytes so many bytes}.
         *
         * @param messages 1 to 10 000 000
         * @return this
         */
        public Builder mailbox(int messages) {
            mailbox = checked("mailbox", messages, 1, 10_000_000);
            return this;
        }

        /**
         * Sets how many bytes of envelopes may be in the mailbox; 64 MiB unless set. A larger message finds room in an empty one.
         *
         * @param bytes 1 or more
         * @return this
         */
        public Builder mailboxBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("mailboxBytes " + bytes + ": must be 1 or more");
            }
            mailboxBytes = bytes;
            return this;
        }

        /**
         * Sets what becomes of messages that find the mailbox full; they are {@linkplain WhenFull#DROP dropped} unless set.
         *
         * @param policy any
         * @return this
         */
        public Builder whenFull(WhenFull policy) {
            whenFull = policy;
            return this;
        }

        /**
         * Sets how often a message is tried before it is given up; 4 times unless set.
         *
         * @param count 1 (never again) to 1000
         * @return this
         */
        public Builder attempts(int count) {
            attempts = checked("attempts", count, 1, 1000);
            return this;
        }

        /**
         * Sets how long a message that failed waits until it is tried again: each time twice as long as the time before. 100 ms
         * to 30 s unless set. Its worker does other work meanwhile, but none that would come before it in an order that is kept.
         *
         * @param first the first pause, 1 ms or more
         * @param longest no pause is longer; not less than the first, a day at the most
         * @return this
         */
        public Builder pauses(Duration first, Duration longest) {
            if (first.compareTo(Duration.ofMillis(1)) < 0
                    || longest.compareTo(first) < 0
                    || longest.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("pauses from " + first + " to " + longest
                        + ": must be 1 ms or more, in this order, and a day at the most");
            }
            firstPause = first;
            longestPause = longest;
            return this;
        }

        /**
         * Has the hub keep in {@code bus.state-dir} how far the consumer has come; see {@link Position}.
         *
         * @return this
         */
        public Builder keepPosition() {
            keepsPosition = true;
            return this;
        }

        /**
         * Has it get verified messages only, also where {@code bus.validation.mode} does not ask for that; it needs
         * {@code bus.validation.ca}. What the settings ask for cannot be taken away.
         *
         * @return this
         */
        public Builder verified() {
            verified = true;
            return this;
        }

        private static int checked(String what, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(what + " " + value + ": must be from " + least + " to " + most);
            }
            return value;
        }

        /**
         * The options collected.
         *
         * @return immutable
         */
        public ConsumerOptions build() {
            return new ConsumerOptions(this);
        }
    }
}
