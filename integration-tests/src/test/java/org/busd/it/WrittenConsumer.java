package org.busd.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.busd.BusClient;
import org.busd.Consumer;
import org.busd.Message;

/** For {@code bus hub}: writes each message as it came into the file that {@code BUSD_IT_LOG} names, a line each. */
public final class WrittenConsumer implements Consumer {
    private FileChannel log;

    @Override
    public List<String> topics() {
        return List.of("org.example");
    }

    @Override
    public void start(BusClient bus) throws IOException {
        log = FileChannel.open(
                Path.of(System.getenv("BUSD_IT_LOG")), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void consume(Message message) throws IOException {
        log.write(ByteBuffer.wrap((message.text() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void stop() throws IOException {
        log.close();
    }
}
