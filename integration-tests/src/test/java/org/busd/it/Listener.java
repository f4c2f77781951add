package org.busd.it;

import java.time.Duration;

/** A running {@link Subscriber}, seen from the test. */
final class Listener {
    private static final Duration START = Duration.ofMinutes(1);

    private final JavaProcess process;

    Listener(JavaProcess process) throws InterruptedException {
        this.process = process;
        process.awaitLine("ready", START);
    }

    /** What it has received once it has {@code count} messages, or {@code wait} is over, and nothing more comes. */
    Report await(long count, Duration wait) throws InterruptedException {
        return ask("await", count, wait, "");
    }

    /** What it has received once it has {@code count} messages, or {@code wait} is over, whether more comes or not. */
    Report reach(long count, Duration wait) throws InterruptedException {
        return ask("reach", count, wait, "");
    }

    /** As {@link #await(long, Duration)}, of topics that end with {@code topic}. */
    Report await(String topic, long count, Duration wait) throws InterruptedException {
        return ask("await", count, wait, " " + topic);
    }

    /** As {@link #reach(long, Duration)}, of topics that end with {@code topic}. */
    Report reach(String topic, long count, Duration wait) throws InterruptedException {
        return ask("reach", count, wait, " " + topic);
    }

    private Report ask(String what, long count, Duration wait, String topic) throws InterruptedException {
        process.tell(what + " " + count + " " + wait.toMillis() + topic);
        return Report.parse(process.awaitLine("received ", wait.plusSeconds(30)));
    }

    /** The next message's envelope as it came; the subscriber must have been told to print. */
    String nextText(Duration wait) throws InterruptedException {
        return process.awaitLine("text ", wait).substring("text ".length());
    }

    /** The next message's {@code text} member as code points; the subscriber must have been told to print. */
    String nextCodePoints(Duration wait) throws InterruptedException {
        return process.awaitLine("points ", wait).substring("points ".length());
    }

    JavaProcess process() {
        return process;
    }
}
