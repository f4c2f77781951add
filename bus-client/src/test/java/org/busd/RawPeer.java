package org.busd;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A peer that speaks ZMTP 3.0 by hand, byte by byte, and so may say anything. Its static methods make what goes over the
 * wire, its others say it.
 */
final class RawPeer implements AutoCloseable {
    static final int MORE = 1;
    static final int LARGE = 2;
    static final int COMMAND = 4;

    private static final int GREETING_BYTES = 64;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private int said;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        out = new BufferedOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connected, and has said nothing. */
    static RawPeer connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        return new RawPeer(socket);
    }

    /** The other end of a connection that somebody made to us. */
    static RawPeer accepted(Socket socket) throws IOException {
        return new RawPeer(socket);
    }

    /** Connected, and has shaken hands as a socket of {@code type}. */
    static RawPeer ready(int port, String type) throws IOException {
        return connect(port).shakeHands(type);
    }

    RawPeer shakeHands(String type) throws IOException {
        say(greeting(3, "NULL"));
        skipNBytes(GREETING_BYTES);
        say(readyAs(type));
        skipFrame();
        return this;
    }

    static byte[] greeting(int version, String mechanism) {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = (byte) version;
        byte[] name = bytes(mechanism);
        System.arraycopy(name, 0, greeting, 12, name.length);
        return greeting;
    }

    static byte[] readyAs(String type) {
        return command(join(bytes("\5READY"), property("Socket-Type", bytes(type))));
    }

    static byte[] property(String name, byte[] value) {
        return join(
                new byte[] {(byte) name.length()},
                bytes(name),
                ByteBuffer.allocate(4).putInt(value.length).array(),
                value);
    }

    static byte[] command(byte[] body) {
        return frame(COMMAND, body);
    }

    static byte[] frame(int flags, byte[] body) {
        return join(head(flags, body.length), body);
    }

    /** What announces {@code length} bytes, whatever follows. */
    static byte[] head(int flags, long length) {
        return length >= 0 && length < 256
                ? new byte[] {(byte) flags, (byte) length}
                : ByteBuffer.allocate(9)
                        .put((byte) (flags | LARGE))
                        .putLong(length)
                        .array();
    }

    static byte[] subscription(String prefix) {
        return frame(0, bytes("\1" + prefix));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    RawPeer say(byte[] bytes) throws IOException {
        return sayMore(bytes).flush();
    }

    /** Says it with what comes next. */
    RawPeer sayMore(byte[] bytes) throws IOException {
        out.write(bytes);
        said += bytes.length;
        return this;
    }

    /** How many bytes it has said. */
    int said() {
        return said;
    }

    RawPeer flush() throws IOException {
        out.flush();
        return this;
    }

    private void skipNBytes(long count) throws IOException {
        in.skipNBytes(count);
    }

    /** Reads a frame; returns whether it is part of a message and the last of it. */
    private boolean skipFrame() throws IOException {
        int flags = in.readUnsignedByte();
        skipNBytes((flags & LARGE) != 0 ? in.readLong() : in.readUnsignedByte());
        return (flags & (MORE | COMMAND)) == 0;
    }

    /** Reads to the end of the connection, or of the last frame that came in whole; returns how many messages there were. */
    int readMessagesToEnd() throws IOException {
        int messages = 0;
        try {
            while (true) {
                messages += skipFrame() ? 1 : 0;
            }
        } catch (EOFException end) {
            return messages;
        }
    }

    /**
     * Reads until the other side has ended the connection.
     *
     * @throws java.net.SocketTimeoutException if nothing comes, and it does not, for so long
     */
    void readToEnd(Duration silence) throws IOException {
        socket.setSoTimeout((int) silence.toMillis());
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (java.net.SocketException reset) {
            return;
        }
    }

    InputStream in() {
        return in;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
