package org.busd.signing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Writes files that appear with the right permissions, whole, and never over another by accident. */
final class NewFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?>[] ANY = {};

    private NewFile() {}

    /** Writes what everybody may read, as the umask has it. */
    static void publicly(Path file, byte[] bytes) {
        try {
            write(file, bytes, ANY);
        } catch (IOException e) {
            throw FileFault.of(file, e);
        }
    }

    /** Writes what only its owner may read; it is so from the first moment. */
    static void secretly(Path file, byte[] bytes) {
        try {
            write(file, bytes, permissions(file, OWNER_ONLY));
        } catch (IOException e) {
            throw FileFault.of(file, e);
        }
    }

    /**
     * Puts {@code bytes} in the place of what is there: readers see the old or the new, and who could read the old can read
     * the new, whatever the umask is.
     */
    static void inPlaceOf(Path file, byte[] bytes) {
        Path next = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try {
                write(next, bytes, permissions(file, OWNER_ONLY));
                if (isPosix(file)) {
                    giveReaders(next, Files.readAttributes(file, PosixFileAttributes.class));
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (IOException e) {
            throw FileFault.of(file, e);
        }
    }

    private static void giveReaders(Path file, PosixFileAttributes wanted) throws IOException {
        PosixFileAttributeView given = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes own = given.readAttributes();
        try {
            if (!own.group().equals(wanted.group())) {
                given.setGroup(wanted.group());
            }
            if (!own.owner().equals(wanted.owner())) {
                given.setOwner(wanted.owner());
            }
        } catch (FileSystemException e) {
            if (!wanted.permissions().contains(PosixFilePermission.OTHERS_READ)) {
                throw e;
            }
        }
        given.setPermissions(wanted.permissions());
    }

    private static void write(Path file, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(file, options, attributes)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                int ignored = out.write(left);
            }
            out.force(true);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static FileAttribute<?>[] permissions(Path file, Set<PosixFilePermission> wanted) {
        return isPosix(file) ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)} : ANY;
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
