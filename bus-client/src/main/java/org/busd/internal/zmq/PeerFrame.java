package org.busd.internal.zmq;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * A frame as it comes in from TCP. JeroMQ tells each frame its peer's metadata just before it enters the socket: the
 * moment to judge it. One that is not admitted says that it is a command, and those JeroMQ takes no further.
 *
 * <p>Before, in the handshake and where it looks for a PING, JeroMQ 0.6.0 asks for the size of what it takes for a command
 * and then reads on without a look at it. One that it would misread has no size, and is so refused or ignored: a PING too
 * short for its fields (an exception on the I/O thread), a READY that claims a peer address (which would replace the true
 * one), and what is far too long for either (memory for as long as the connection lasts).
 */
final class PeerFrame extends Msg {
    /** A READY has a socket type, perhaps an identity of at most 255 bytes, and a few properties. */
    private static final int MAX_COMMAND_BYTES = 4096;

    private static final int PING_BYTES = 7;
    private static final byte[] PING = ascii("\4PIN");
    private static final byte[] READY = ascii("\5READY");
    private static final byte[] PEER_ADDRESS = ascii(Metadata.PEER_ADDRESS);

    private final Peers peers;
    private final boolean impossible;
    private boolean judged;
    private boolean admitted = true;

    /** A frame of {@code size} bytes. */
    PeerFrame(Peers peers, int size) {
        super(size);
        this.peers = peers;
        this.impossible = false;
    }

    /** Stands for a frame whose announced length nobody could mean: empty. */
    PeerFrame(Peers peers) {
        super(0);
        this.peers = peers;
        this.impossible = true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    boolean isImpossible() {
        return impossible;
    }

    @Override
    public boolean isCommand() {
        return !admitted || super.isCommand();
    }

    @Override
    public Msg setMetadata(@Nullable Metadata metadata) {
        if (metadata != null && !judged) {
            judged = true;
            admitted = peers.admit(this, metadata);
        }
        return super.setMetadata(metadata);
    }

    @Override
    public int size() {
        return !judged && isMisleading() ? 0 : super.size();
    }

    private boolean isMisleading() {
        byte[] bytes = data();
        if (startsWith(bytes, PING)) {
            return bytes.length < PING_BYTES;
        }
        if (startsWith(bytes, READY)) {
            return bytes.length > MAX_COMMAND_BYTES || contains(bytes, PEER_ADDRESS);
        }
        return false;
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
