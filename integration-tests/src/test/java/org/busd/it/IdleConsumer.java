package org.busd.it;

import java.util.List;
import org.busd.Consumer;
import org.busd.Message;

/** For {@code bus hub}: waits for what nobody publishes. */
public final class IdleConsumer implements Consumer {
    @Override
    public List<String> topics() {
        return List.of("org.example.dev.nothing");
    }

    @Override
    public void consume(Message message) {}
}
