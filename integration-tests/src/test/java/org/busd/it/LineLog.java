package org.busd.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.busd.BusClient;
import org.busd.Consumer;

/** A consumer for {@code bus hub} that writes lines into the file that {@code BUSD_IT_LOG} names. */
abstract class LineLog implements Consumer {
    private FileChannel log;

    @Override
    public final void start(BusClient bus) throws IOException {
        log = FileChannel.open(
                Path.of(System.getenv("BUSD_IT_LOG")), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    final void write(String line) throws IOException {
        log.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public final void stop() throws IOException {
        log.close();
    }
}
