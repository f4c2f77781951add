package org.busd.signing;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openssl.PEMParser;

/**
 * Reads small files: PEM and passphrases. Not with channels, which an interrupted thread cannot read with: whoever
 * publishes may have been interrupted.
 */
final class PemFile {
    /** 1 MiB: far more than keys and certificates need, and little enough to be read. */
    private static final int MOST_BYTES = 1 << 20;

    private PemFile() {}

    /** What the file holds: objects of Bouncy Castle, at least one; other text around them does not matter. */
    static List<Object> read(Path file) {
        String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
        List<Object> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object next;
            while ((next = parser.readObject()) != null) {
                found.add(next);
            }
        } catch (IOException | RuntimeException e) {
            // What it says may quote the text, which may be a secret.
            throw new SigningException(file, "is not whole, or not PEM: copy it again");
        }
        if (found.isEmpty()) {
            throw new SigningException(file, "holds no PEM text: it should begin with -----BEGIN");
        }
        return found;
    }

    /** Reads what only its owner, and at most a group, may read. */
    static List<Object> readSecret(Path file) {
        refuseIfOpenToOthers(file);
        return read(file);
    }

    /** The bytes of the first line, for OpenSSL reads passphrases so. */
    static byte[] passphrase(Path file) {
        refuseIfOpenToOthers(file);
        byte[] all = bytes(file);
        int end = 0;
        while (end < all.length && all[end] != '\n' && all[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOf(all, end);
        Arrays.fill(all, (byte) 0);
        return line;
    }

    static byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw new SigningException(file, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new SigningException(file, "is not a file");
        }
        try (InputStream in = new FileInputStream(file.toFile())) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new SigningException(file, "has more than " + MOST_BYTES + " bytes: not what it should be");
            }
            return bytes;
        } catch (IOException e) {
            throw new SigningException(
                    file,
                    Files.isReadable(file)
                            ? "cannot be read: " + e.getMessage()
                            : "may not be read by the user " + System.getProperty("user.name"),
                    e);
        }
    }

    private static void refuseIfOpenToOthers(Path file) {
        if (!Files.exists(file)
                || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            if (granted.contains(PosixFilePermission.OTHERS_READ)
                    || granted.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new SigningException(
                        file, "is open to every user of this host: chmod 600 it, or 640 for a group of its own");
            }
        } catch (IOException e) {
            throw FileFault.of(file, e);
        }
    }
}
