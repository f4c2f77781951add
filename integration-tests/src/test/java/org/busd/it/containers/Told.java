package org.busd.it.containers;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What a process is told on its stdin, from any thread: a pipe of {@code java.io} ends when a thread that wrote to it does.
 * It has no end but its reader's.
 */
final class Told extends InputStream {
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private byte[] current = new byte[0];
    private int position;

    /** What tells. */
    OutputStream teller() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                queue.add(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                queue.add(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        };
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        try {
            while (position == current.length) {
                current = queue.take();
                position = 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, count);
        position += count;
        return count;
    }
}
