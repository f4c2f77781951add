package org.busd.it;

import java.time.Duration;

/** A running {@link Subscriber} on this host. */
final class Listener extends Ear {
    private final JavaProcess process;

    Listener(JavaProcess process) throws InterruptedException {
        super(process.dialogue());
        this.process = process;
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
