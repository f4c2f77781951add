package org.busd.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that belong together: if one cannot be written, those written before it are taken away again. */
final class NewFiles implements AutoCloseable {
    private final List<Path> written = new ArrayList<>();

    /** As {@link NewFile#secretly}. */
    void secretly(Path file, byte[] bytes) {
        NewFile.secretly(file, bytes);
        written.add(file);
    }

    /** As {@link NewFile#publicly}. */
    void publicly(Path file, byte[] bytes) {
        NewFile.publicly(file, bytes);
        written.add(file);
    }

    /** All are there. */
    void keep() {
        written.clear();
    }

    @Override
    public void close() {
        for (Path file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw FileFault.of(file, e);
            }
        }
    }
}
