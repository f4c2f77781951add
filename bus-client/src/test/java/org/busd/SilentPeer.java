package org.busd;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A subscriber that shakes hands as ZMTP 3.0 wants, subscribes, and then never reads again unless it is told to. */
final class SilentPeer implements AutoCloseable {
    private static final int GREETING_BYTES = 64;

    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    SilentPeer(int port, String prefix) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        out.write(greeting);
        in.readFully(new byte[GREETING_BYTES]);
        // A command frame READY with one property, Socket-Type = SUB.
        byte[] ready = "\4\31\5READY\13Socket-Type\0\0\0\3SUB".getBytes(StandardCharsets.ISO_8859_1);
        out.write(ready);
        in.readByte();
        in.readFully(new byte[in.readUnsignedByte()]);
        byte[] topic = prefix.getBytes(StandardCharsets.US_ASCII);
        out.write(new byte[] {0, (byte) (topic.length + 1), 1});
        out.write(topic);
        out.flush();
    }

    /** Reads to the end of the connection, or of the last frame that came in whole; returns how many messages there were. */
    int readToEnd() throws IOException {
        DataInputStream buffered = new DataInputStream(new BufferedInputStream(in));
        int messages = 0;
        try {
            while (true) {
                int flags = buffered.readUnsignedByte();
                long size = (flags & LONG) != 0 ? buffered.readLong() : buffered.readUnsignedByte();
                buffered.skipNBytes(size);
                if ((flags & (MORE | COMMAND)) == 0) {
                    messages++;
                }
            }
        } catch (EOFException end) {
            return messages;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
