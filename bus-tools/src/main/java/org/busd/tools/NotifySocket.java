package org.busd.tools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * A datagram socket of the Unix domain, which the JDK does not have. Only a daemon with a supervisor loads this class, and
 * so the library. What cannot be sent is told once and is no reason to stop serving. Not thread-safe.
 */
final class NotifySocket implements AutoCloseable {
    private final String address;
    private final Console console;
    private final AFUNIXDatagramChannel channel;
    private boolean told;

    private NotifySocket(String address, Console console, AFUNIXDatagramChannel channel) {
        this.address = address;
        this.console = console;
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @param address a path, or a name in the abstract namespace after an {@code @}
     * @throws FailedException if there is no such socket
     */
    static NotifySocket open(String address, Console console) {
        try {
            AFUNIXSocketAddress peer = address.startsWith("@")
                    ? AFUNIXSocketAddress.inAbstractNamespace(address.substring(1))
                    : AFUNIXSocketAddress.of(Path.of(address));
            AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
            channel.connect(peer);
            // Whoever does not read must not hold up who ends.
            channel.configureBlocking(false);
            return new NotifySocket(address, console, channel);
        } catch (IOException | IllegalArgumentException e) {
            throw new FailedException("cannot reach NOTIFY_SOCKET " + address + ": " + e.getMessage());
        }
    }

    void send(String state) {
        try {
            if (channel.write(ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8))) == 0) {
                throw new IOException("nobody reads it");
            }
        } catch (IOException e) {
            if (!told) {
                told = true;
                console.tell("cannot tell NOTIFY_SOCKET " + address + " how we are: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            console.tell("the connection to NOTIFY_SOCKET " + address + " does not close: " + e.getMessage());
        }
    }
}
