package org.busd;

import java.io.IOException;

/** A subscriber that shakes hands as ZMTP 3.0 wants, subscribes, and then never reads again unless it is told to. */
final class SilentPeer implements AutoCloseable {
    private final RawPeer peer;

    SilentPeer(int port, String prefix) throws IOException {
        peer = RawPeer.ready(port, "SUB").say(RawPeer.subscription(prefix));
    }

    /** Reads to the end of the connection, or of the last frame that came in whole; returns how many messages there were. */
    int readToEnd() throws IOException {
        return peer.readMessagesToEnd();
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
