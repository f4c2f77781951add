package org.busd.it;

import java.io.IOException;
import java.util.List;
import org.busd.Message;

/** For {@code bus hub}: writes each message as it came into the file that {@code BUSD_IT_LOG} names, a line each. */
public final class WrittenConsumer extends LineLog {
    @Override
    public List<String> topics() {
        return List.of("org.example");
    }

    @Override
    public void consume(Message message) throws IOException {
        write(message.text());
    }
}
