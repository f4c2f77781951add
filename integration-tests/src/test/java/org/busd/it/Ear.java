package org.busd.it;

import java.time.Duration;

/** A running {@link Subscriber}, wherever that is, seen from the test. */
public abstract class Ear {
    private static final Duration START = Duration.ofMinutes(1);

    private final Dialogue process;

    /** One whose process has just been started; waits until it has subscribed. */
    protected Ear(Dialogue process) throws InterruptedException {
        this.process = process;
        process.awaitLine("ready", START);
    }

    /** What it has received once it has {@code count} messages, or {@code wait} is over, and nothing more comes. */
    public Report await(long count, Duration wait) throws InterruptedException {
        return ask("await", count, wait, "");
    }

    /** What it has received once it has {@code count} messages, or {@code wait} is over, whether more comes or not. */
    public Report reach(long count, Duration wait) throws InterruptedException {
        return ask("reach", count, wait, "");
    }

    /** As {@link #await(long, Duration)}, of topics that end with {@code topic}. */
    public Report await(String topic, long count, Duration wait) throws InterruptedException {
        return ask("await", count, wait, " " + topic);
    }

    /** As {@link #reach(long, Duration)}, of topics that end with {@code topic}. */
    public Report reach(String topic, long count, Duration wait) throws InterruptedException {
        return ask("reach", count, wait, " " + topic);
    }

    private Report ask(String what, long count, Duration wait, String topic) throws InterruptedException {
        process.tell(what + " " + count + " " + wait.toMillis() + topic);
        return Report.parse(process.awaitLine("received ", wait.plusSeconds(30)));
    }
}
