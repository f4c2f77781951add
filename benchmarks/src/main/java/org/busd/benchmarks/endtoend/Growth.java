package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.util.List;

/** What there is more and more of. */
@SuppressWarnings("ImmutableEnumChecker") // The list is List.of.
enum Growth {
    THREADS(
            "Publishing threads",
            "publishing threads of one process",
            "One process, one subscriber. Each thread has a socket of its own, which takes four descriptors, up to"
                    + " `bus.publish.max-thread-sockets` (256); more threads share one.",
            1,
            8,
            64,
            256,
            1_000,
            4_000,
            10_000) {
        @Override
        Crowd.Shape shape(int size) {
            return new Crowd.Shape(1, size, 1, 4, 1, BYTES);
        }
    },
    PROCESSES(
            "Publishing processes",
            "publishing processes of one thread",
            "One subscriber that listens to all, on the same cores. They wait for it for up to 20 s"
                    + " (`bus.publish.patience`); by default they do so for 1 s, and what it has no room for then is"
                    + " lost.",
            1,
            2,
            4,
            8,
            16) {
        @Override
        Crowd.Shape shape(int size) {
            return new Crowd.Shape(size, 1, 1, MOST_PUBLISHERS, 1, BYTES);
        }

        @Override
        long messages(int size) {
            return MESSAGES / size;
        }

        @Override
        long warmUp(int size) {
            return Math.max(messages(size), ENOUGH_TO_COMPILE);
        }
    },
    SUBSCRIBERS(
            "Subscribers",
            "subscriptions to one publisher",
            "One publishing thread; each subscription gets all messages, over a connection of its own, which takes one"
                    + " descriptor of the publisher and five of the subscriber.",
            1,
            4,
            16,
            64,
            200) {
        @Override
        Crowd.Shape shape(int size) {
            return new Crowd.Shape(1, 1, size, 4, 1, BYTES);
        }

        @Override
        long messages(int size) {
            return MESSAGES / size;
        }
    },
    ENDPOINTS(
            "Endpoints",
            "endpoints that a subscriber connects to, one of them served",
            "A subscriber that has many endpoints to look for, all but one of which nobody serves, while one process"
                    + " publishes.",
            1,
            10,
            100,
            500) {
        @Override
        Crowd.Shape shape(int size) {
            return new Crowd.Shape(1, 1, 1, size, 1, BYTES);
        }
    },
    TOPICS(
            "Topics",
            "topics that a subscriber asks for",
            "One publishing thread, whose topic is one of those asked for.",
            1,
            10,
            100,
            1_000,
            5_000) {
        @Override
        Crowd.Shape shape(int size) {
            return new Crowd.Shape(1, 1, 1, 4, size, BYTES);
        }
    },
    BYTES_A_MESSAGE(
            "Size",
            "bytes of a body",
            "One publishing thread, one subscriber.",
            50,
            200,
            2_000,
            20_000,
            200_000,
            2_000_000,
            5_000_000) {
        @Override
        Crowd.Shape shape(int size) {
            return new Crowd.Shape(1, 1, 1, 4, 1, size);
        }

        @Override
        long messages(int size) {
            return Math.min(MESSAGES, 1_000_000_000L / size);
        }
    };

    private static final int BYTES = 200;
    private static final long MESSAGES = 600_000;
    private static final int MOST_PUBLISHERS = 16;

    /** Or else what is measured is how sixteen JVMs compile at once. */
    private static final long ENOUGH_TO_COMPILE = 150_000;

    private final String title;
    private final String what;
    private final String says;
    private final List<Integer> sizes;

    Growth(String title, String what, String says, Integer... sizes) {
        this.title = title;
        this.what = what;
        this.says = says;
        this.sizes = List.of(sizes);
    }

    abstract Crowd.Shape shape(int size);

    /** How many each publisher publishes. */
    long messages(int size) {
        return MESSAGES;
    }

    /** How many before that. */
    long warmUp(int size) {
        return messages(size);
    }

    Crowd crowd(Site site, int size) throws IOException {
        return Crowd.start(site, shape(size));
    }

    String title() {
        return title;
    }

    String what() {
        return what;
    }

    /** What it shows, in a sentence. */
    String says() {
        return says;
    }

    List<Integer> sizes() {
        return sizes;
    }
}
