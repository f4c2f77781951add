package org.busd.it;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.busd.Message;

/**
 * For {@code bus hub}: writes the number of each message into the file that {@code BUSD_IT_LOG} names, a line each, after
 * as many microseconds of work as {@code BUSD_IT_WORK} says; at the number {@code BUSD_IT_HANG} it never returns.
 */
public final class LoggedConsumer extends LineLog {
    private final long workMicros = Long.parseLong(System.getenv().getOrDefault("BUSD_IT_WORK", "0"));
    private final int hang = Integer.parseInt(System.getenv().getOrDefault("BUSD_IT_HANG", "-1"));

    @Override
    public List<String> topics() {
        return List.of("org.example.dev.load");
    }

    @Override
    public void consume(Message message) throws IOException {
        int number = message.body().path("n").asInt();
        while (number == hang) {
            LockSupport.park();
        }
        if (workMicros > 0) {
            LockSupport.parkNanos(workMicros * 1000);
        }
        write(Integer.toString(number));
    }
}
