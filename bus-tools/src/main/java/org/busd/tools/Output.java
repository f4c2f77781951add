package org.busd.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Standard output, for data: lines of UTF-8, buffered until {@link #flush()}. A write that fails because the reader
 * has gone ends the command quietly; any other failure (a full disk) is the command's failure. For one thread.
 */
final class Output {
    private final OutputStream out;
    private final BooleanSupplier readByAnotherProcess;

    Output(OutputStream out, BooleanSupplier readByAnotherProcess) {
        this.out = out;
        this.readByAnotherProcess = readByAnotherProcess;
    }

    /** Writes one line; the end of line is added. */
    void line(byte[] utf8) {
        try {
            out.write(utf8);
            out.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Writes one line; the end of line is added. */
    void line(String text) {
        line(text.getBytes(StandardCharsets.UTF_8));
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** For what picocli prints itself: help and version. */
    OutputStream stream() {
        return out;
    }

    private RuntimeException failure(IOException e) {
        return readByAnotherProcess.getAsBoolean()
                ? new ReaderGoneException()
                : new FailedException("cannot write to standard output: " + e.getMessage());
    }

    /** Nobody reads standard output any more, as in {@code bus tail | head -1}. */
    static final class ReaderGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReaderGoneException() {
            super(null, null, false, false);
        }
    }
}
