package org.busd.internal.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that is replaced as a whole: after a crash, of the process or of the host, it is what it was before or after, and
 * nothing between. For one thread at a time.
 *
 * @param path where it is; its directory must be there
 */
public record SafeFile(Path path) {
    /**
     * Replaces what is in it. The new content is on the disk when this returns.
     *
     * @throws IOException if that cannot be; then the old content stands
     */
    public void write(byte[] content) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            boolean ignored = Files.deleteIfExists(next);
            throw e;
        }
        forceDirectory();
    }

    /** The new name is on the disk only once the directory is. */
    private void forceDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /**
     * What is in it.
     *
     * @return empty if there is no such file
     */
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
