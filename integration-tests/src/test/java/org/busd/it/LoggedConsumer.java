package org.busd.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.busd.BusClient;
import org.busd.Consumer;
import org.busd.Message;

/**
 * For {@code bus hub}: writes the number of each message into the file that {@code BUSD_IT_LOG} names, a line each, after
 * as many microseconds of work as {@code BUSD_IT_WORK} says; at the number {@code BUSD_IT_HANG} it never returns.
 */
public final class LoggedConsumer implements Consumer {
    private final long workMicros = Long.parseLong(System.getenv().getOrDefault("BUSD_IT_WORK", "0"));
    private final int hang = Integer.parseInt(System.getenv().getOrDefault("BUSD_IT_HANG", "-1"));
    private FileChannel log;

    @Override
    public List<String> topics() {
        return List.of("org.example.dev.load");
    }

    @Override
    public void start(BusClient bus) throws IOException {
        log = FileChannel.open(
                Path.of(System.getenv("BUSD_IT_LOG")), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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
        log.write(ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void stop() throws IOException {
        log.close();
    }
}
