package org.busd.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of strict UTF-8 from a stream, one at a time as they come, in memory bounded by the longest line allowed.
 * A line ends with a line feed, which may follow a carriage return; the last one need not. For one thread.
 */
final class LineReader {

    private static final int CHUNK_BYTES = 16 * 1024;

    private final InputStream in;
    private final String source;
    private final long maxLineBytes;
    private final String limit;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int chunkStart;
    private int chunkEnd;
    private byte[] line = new byte[256];
    private int lineLength;
    private long lineNumber;

    /** Lines of standard input that are to be published. */
    LineReader(InputStream in, long maxLineBytes) {
        this(in, "standard input", maxLineBytes, "bus.publish.max-message-size");
    }

    /** Reads from a stream that is called {@code source}, with a limit that is called {@code limit}, to people. */
    LineReader(InputStream in, String source, long maxLineBytes, String limit) {
        this.in = in;
        this.source = source;
        this.limit = limit;
        this.maxLineBytes = Math.min(maxLineBytes, Integer.MAX_VALUE - CHUNK_BYTES);
    }

    /** The next line without its end, or null at the end of the stream. */
    @Nullable
    String next() {
        return read() ? text() : null;
    }

    /** As {@link #next}, but the bytes as they are, whether they are UTF-8 or not. */
    byte @Nullable [] nextBytes() {
        return read() ? Arrays.copyOf(line, length()) : null;
    }

    /** Whether the next line may be yet to come: what has been read of it, if anything, does not end it. */
    boolean mayWait() {
        for (int at = chunkStart; at < chunkEnd; at++) {
            if (chunk[at] == '\n') {
                return false;
            }
        }
        try {
            return in.available() == 0;
        } catch (IOException e) {
            // Of a pipe with a name the JDK cannot tell before 24. What is wrong with it shows when it is read.
            return true;
        }
    }

    /** Reads a line; false at the end of the stream. */
    private boolean read() {
        lineLength = 0;
        lineNumber++;
        while (true) {
            if (chunkStart == chunkEnd && !fill()) {
                return lineLength > 0;
            }
            int end = chunkStart;
            while (end < chunkEnd && chunk[end] != '\n') {
                end++;
            }
            append(chunkStart, end);
            chunkStart = end;
            if (end < chunkEnd) {
                chunkStart++;
                return true;
            }
        }
    }

    /** The number of the line {@link #next} returned or failed at, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /** The same with its source, for messages. */
    String where() {
        return "line " + lineNumber + " of " + source;
    }

    private boolean fill() {
        int read;
        try {
            read = in.read(chunk, 0, chunk.length);
        } catch (IOException e) {
            throw failure(e);
        }
        chunkStart = 0;
        chunkEnd = Math.max(read, 0);
        return read > 0;
    }

    private FailedException failure(IOException e) {
        return new FailedException("cannot read " + source + ": " + e.getMessage());
    }

    private void append(int from, int to) {
        int length = to - from;
        if ((long) lineLength + length > maxLineBytes) {
            throw new UsageException(where() + " is longer than " + maxLineBytes + " bytes, the limit of " + limit);
        }
        if (line.length - lineLength < length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + length));
        }
        System.arraycopy(chunk, from, line, lineLength, length);
        lineLength += length;
    }

    private int length() {
        return lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UsageException(where() + " is not UTF-8");
        }
    }
}
