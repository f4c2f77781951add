package org.busd.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A file's text, read strictly. What stands in the way becomes a problem. */
final class FileText {
    private static final int MOST_MEBIBYTES = 8;

    private FileText() {}

    static Optional<String> read(Path file, Problems problems) {
        if (Files.isDirectory(file)) {
            problems.add(file.toString(), "is a directory: must be a file");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            int most = MOST_MEBIBYTES << 20;
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                problems.add(file.toString(), "is bigger than " + MOST_MEBIBYTES + " MiB: cannot be a configuration");
                return Optional.empty();
            }
            return decode(file, bytes, problems);
        } catch (IOException failure) {
            problems.add(file.toString(), explain(file, failure));
            return Optional.empty();
        }
    }

    /** Why a file or directory cannot be read, and what to do. */
    static String explain(Path path, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return Files.isSymbolicLink(path) ? "is a symbolic link to nothing: mend or remove it" : "does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "cannot be read: permission denied; make it readable for the user "
                    + System.getProperty("user.name");
        }
        String reason = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return "cannot be read: " + (reason == null ? failure.toString() : reason);
    }

    private static Optional<String> decode(Path file, byte[] bytes, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (!result.isError()) {
            return Optional.of(out.flip().toString());
        }
        int line = 1;
        for (int i = 0; i < in.position(); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        problems.add(
                file + ":" + line,
                String.format(
                        Locale.ROOT,
                        "is not UTF-8 (byte 0x%02X): save it as UTF-8",
                        Byte.toUnsignedInt(bytes[in.position()])));
        return Optional.empty();
    }
}
