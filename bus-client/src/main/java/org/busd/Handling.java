package org.busd;

import java.util.function.Consumer;
import org.busd.internal.ForeignErrors;
import org.busd.internal.LogLimit;
import org.busd.internal.subscribe.BodyReader;
import org.busd.internal.subscribe.Envelope;
import org.busd.internal.subscribe.SubscribeCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a subscription's messages to its handler; what that throws is logged, counted, and costs no other message. */
final class Handling implements Consumer<Envelope> {
    private static final Logger LOG = LoggerFactory.getLogger(Handling.class);

    private final Consumer<Message> handler;
    private final BodyReader bodies;
    private final SubscribeCounters counters;
    private final LogLimit failures = new LogLimit();

    Handling(Consumer<Message> handler, BodyReader bodies, SubscribeCounters counters) {
        this.handler = handler;
        this.bodies = bodies;
        this.counters = counters;
    }

    @Override
    public void accept(Envelope envelope) {
        Message message = new Message(envelope, bodies);
        try {
            handler.accept(message);
        } catch (Throwable e) {
            // Not only what javac knows of: other languages throw checked exceptions from anywhere.
            counters.handlerFailed();
            failures.tell(more -> ForeignErrors.log(LOG, "the handler failed at " + message + more, e));
        }
    }
}
