package org.busd.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.busd.config.BusSettings;
import org.jspecify.annotations.Nullable;

/**
 * Envelopes that a command is given, one a line: those of a file, or of standard input, which it leaves open.
 *
 * @param source what it is called, to people
 */
record EnvelopeInput(InputStream in, String source, boolean isOurs) implements AutoCloseable {

    /**
     * Opens a file; null: takes standard input.
     *
     * @throws UsageException if the file cannot be read
     */
    static EnvelopeInput open(@Nullable Path file, Console console) {
        if (file == null) {
            return new EnvelopeInput(console.in(), "standard input", false);
        }
        if (Files.isDirectory(file)) {
            throw new UsageException(file + ": is a directory");
        }
        try {
            return new EnvelopeInput(Files.newInputStream(file), file.toString(), true);
        } catch (IOException e) {
            throw new UsageException(
                    file + ": " + (Files.exists(file) ? "cannot be read: " + e : "there is no such file"));
        }
    }

    /** Its lines; one that is longer than a message may be is wrong usage. */
    LineReader lines(BusSettings settings) {
        return new LineReader(in, source, settings.subscribe().maxMessageSize(), "bus.subscribe.max-message-size");
    }

    @Override
    public void close() throws IOException {
        if (isOurs) {
            in.close();
        }
    }
}
